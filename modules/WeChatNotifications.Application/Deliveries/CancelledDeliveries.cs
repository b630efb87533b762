using Microsoft.Extensions.Options;
using WeChatNotifications.Events;

namespace WeChatNotifications.Deliveries;

/// <summary>Cancels what waits for an app that is about to be removed, and tells of it.</summary>
internal sealed class CancelledDeliveries(
    IDeliveryLogRepository deliveries, IFinishedDeliveries finished, IOutcomeSink sink, IOutcomeTeller teller, IOptions<OutcomeOptions> options)
{
    private const int Page = 1_000;

    /// <summary>Cancels. Of more than fit into the queue of outcomes only so many are told.</summary>
    public async Task CancelOfAppAsync(Guid appCredentialId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var left = Math.Min(await deliveries.CancelWaitingOfAppAsync(appCredentialId, now, cancellationToken).ConfigureAwait(false), options.Value.Capacity);
        if (!sink.IsHeard)
        {
            return;
        }

        Guid? last = null;
        while (left > 0)
        {
            var page = await finished.ListCancelledAsync(appCredentialId, now, last, Math.Min(left, Page), cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                return;
            }

            await teller.TellAsync(page, cancellationToken).ConfigureAwait(false);
            (last, left) = (page[^1].Id, left - page.Count);
        }
    }
}
