using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Broadcasts;

/// <summary>
/// Brings the waiting messages of a broadcast into line with its state, in short batches. Whoever pauses or cancels one does so at once; the
/// background does it again for what comes back from a node.
/// </summary>
internal sealed class BroadcastRows(IBroadcastRepository broadcasts, TimeProvider timeProvider, ILogger<BroadcastRows> logger)
{
    /// <summary>Rows moved in one statement.</summary>
    private const int Batch = 1_000;

    /// <summary>Holds what waits when it is paused, lets it go when it runs, cancels it when it is cancelled, and skips what has expired while held.</summary>
    public async Task SettleAsync(Broadcast broadcast, CancellationToken cancellationToken)
    {
        var (id, now) = (broadcast.Id, timeProvider.GetUtcNow());
        switch (broadcast.Status)
        {
            case BroadcastStatus.Paused:
                await AllAsync(id, "held", () => broadcasts.HoldAsync(id, Batch, cancellationToken)).ConfigureAwait(false);
                await AllAsync(id, "skipped", () => broadcasts.ExpireHeldAsync(id, now, Batch, cancellationToken)).ConfigureAwait(false);
                break;
            case BroadcastStatus.Running:
                var from = broadcast.NextSlot > now ? broadcast.NextSlot.Value : now;
                await AllAsync(id, "released", async () =>
                {
                    var released = await broadcasts.ReleaseAsync(id, from, broadcast.RatePerSecond, Batch, cancellationToken).ConfigureAwait(false);
                    from += broadcast.RatePerSecond is { } rate ? TimeSpan.FromSeconds(1) * released / rate : TimeSpan.Zero;
                    return released;
                }).ConfigureAwait(false);
                break;
            case BroadcastStatus.Cancelled:
                await AllAsync(id, "cancelled", () => broadcasts.CancelRowsAsync(id, now, Batch, cancellationToken)).ConfigureAwait(false);
                break;
        }
    }

    private async Task AllAsync(Guid id, string done, Func<Task<int>> move)
    {
        int all = 0, moved;
        do
        {
            moved = await move().ConfigureAwait(false);
            all += moved;
        }
        while (moved == Batch);
        if (all > 0)
        {
            BroadcastLog.Moved(logger, id, all, done);
        }
    }
}
