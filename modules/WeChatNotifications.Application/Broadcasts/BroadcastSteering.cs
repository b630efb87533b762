using Microsoft.Extensions.Logging;
using WeChatNotifications.Events;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Broadcasts;

/// <summary>What follows at once when somebody pauses, resumes or cancels a broadcast.</summary>
internal sealed class BroadcastSteering(
    BroadcastRows rows, IOutcomeSink outcomes, ICallerTransaction callerTransaction, TimeProvider timeProvider, ILogger<BroadcastSteering> logger)
{
    /// <summary>Brings its waiting messages into line, and tells of a broadcast that is over.</summary>
    /// <param name="broadcast">As it is stored now.</param>
    /// <param name="before">Where it stood before.</param>
    /// <param name="cancellationToken">Leaves the rest to the background.</param>
    public async Task FollowAsync(Broadcast broadcast, BroadcastStatus before, CancellationToken cancellationToken)
    {
        if (before == BroadcastStatus.Draft)
        {
            // Nothing of it waits, and nobody has heard of it.
            return;
        }

        if (broadcast.Status == BroadcastStatus.Cancelled)
        {
            var finished = OutcomeEvents.Of(broadcast, timeProvider.GetUtcNow());
            callerTransaction.OnCommitted(() => outcomes.Publish(finished));
        }

        try
        {
            await rows.SettleAsync(broadcast, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The change itself stands, and the background does the same within a second or two.
            BroadcastLog.Fault(logger, broadcast.Id, "moving its waiting messages", exception);
        }
    }
}
