using WeChatNotifications.Events;

namespace WeChatNotifications.Deliveries;

/// <summary>Takes back the deliveries of nodes that died, and tells of those that are given up.</summary>
internal sealed class LapsedDeliveries(IDeliveryQueue queue, IFinishedDeliveries finished, IOutcomeSink sink, IOutcomeTeller teller, LapsedClaims claims)
{
    /// <inheritdoc cref="IDeliveryQueue.ReapAsync"/>
    public async Task<ReapedDeliveries> TakeBackAsync(DateTimeOffset now, int maxAttempts, TimeSpan lease, CancellationToken cancellationToken)
    {
        var reaped = await ReapAsync(now, maxAttempts, lease, cancellationToken).ConfigureAwait(false);
        await claims.ShowAsync(reaped, cancellationToken).ConfigureAwait(false);
        return reaped;
    }

    private async Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (!sink.IsHeard)
        {
            return await queue.ReapAsync(now, maxAttempts, lease, cancellationToken).ConfigureAwait(false);
        }

        // The statements of the reaper count rows and do not show them.
        var lapsed = await finished.ListLapsedAsync(now, cancellationToken).ConfigureAwait(false);
        if (lapsed.Count == 0)
        {
            return default;
        }

        var (counts, _) = await teller.RecordAsync(
            async () =>
            {
                var reaped = await queue.ReapAsync(now, maxAttempts, lease, cancellationToken).ConfigureAwait(false);
                return (reaped, reaped.Held + reaped.Failed == 0 ? [] : await finished.ListGivenUpAsync(lapsed, now, cancellationToken).ConfigureAwait(false));
            },
            result => result.Item2,
            cancellationToken).ConfigureAwait(false);
        return counts;
    }
}
