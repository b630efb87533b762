using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

internal sealed class EfDeliveryRetentionStore(IWeChatNotificationsDbContextProvider contexts) : IDeliveryRetentionStore
{
    /// <summary>Broadcasts whose lists are removed in one call.</summary>
    private const int Broadcasts = 20;

    public async Task<RetentionStep> ForgetAsync(RetentionCursor? after, RetentionCutoffs cutoffs, int max, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cutoffs);
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var latest = cutoffs.Latest.ToUniversalTime();
        var finished = context.Set<DeliveryLog>().IgnoreQueryFilters().Where(d => d.FinishedAt != null && d.FinishedAt < latest);

        // The first condition is in the second one already; an index is walked from a bound, and not from an alternative.
        var rest = after is { } cursor
            ? finished.Where(d => d.FinishedAt >= cursor.FinishedAt && (d.FinishedAt > cursor.FinishedAt || d.Id.CompareTo(cursor.Id) > 0))
            : finished;
        var page = await rest.AsNoTracking().OrderBy(d => d.FinishedAt).ThenBy(d => d.Id).Take(max)
            .Select(d => new { d.Id, d.TenantId, FinishedAt = d.FinishedAt!.Value }).ToListAsync(cancellationToken).ConfigureAwait(false);
        var old = page.Where(d => d.FinishedAt < cutoffs.Of(d.TenantId)).Select(d => d.Id).ToList();
        var removed = old.Count == 0 ? 0 : await RemoveAsync(context, finished, old, cancellationToken).ConfigureAwait(false);
        return new RetentionStep(removed, page.Count == max ? new RetentionCursor(page[^1].FinishedAt, page[^1].Id) : null);
    }

    public async Task<int> ForgetBroadcastListsAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var items = context.Set<BroadcastItem>().IgnoreQueryFilters();
        var badRows = context.Set<BroadcastBadRow>().IgnoreQueryFilters();
        var over = await context.Set<Broadcast>().IgnoreQueryFilters()
            .Where(b => b.FinishedAt < endedBefore && (items.Any(i => i.BroadcastId == b.Id) || badRows.Any(r => r.BroadcastId == b.Id)))
            .OrderBy(b => b.Id).Select(b => b.Id).Take(Broadcasts).ToListAsync(cancellationToken).ConfigureAwait(false);
        var removed = 0;
        foreach (var broadcast in over)
        {
            if (removed >= max)
            {
                break;
            }

            // By number, of which each row of a list has one: as many as fit, from the first one on.
            var first = await items.Where(i => i.BroadcastId == broadcast).MinAsync(i => (long?)i.Number, cancellationToken).ConfigureAwait(false);
            var firstBad = await badRows.Where(r => r.BroadcastId == broadcast).MinAsync(r => (long?)r.Number, cancellationToken).ConfigureAwait(false);
            var end = Math.Min(first ?? long.MaxValue, firstBad ?? long.MaxValue) + max - removed;
            removed += await items.Where(i => i.BroadcastId == broadcast && i.Number < end).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            removed += await badRows.Where(r => r.BroadcastId == broadcast && r.Number < end).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    private static Task<int> RemoveAsync(DbContext context, IQueryable<DeliveryLog> finished, List<Guid> ids, CancellationToken cancellationToken)
        => context.Database.InTransactionAsync(
            async token =>
            {
                // Asked again whether it is finished: somebody may have retried one meanwhile, and that one keeps its attempts.
                var removed = await finished.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(token).ConfigureAwait(false);
                var left = context.Set<DeliveryLog>().IgnoreQueryFilters();
                await context.Set<DeliveryAttempt>().IgnoreQueryFilters()
                    .Where(a => ids.Contains(a.DeliveryLogId) && !left.Any(d => d.Id == a.DeliveryLogId)).ExecuteDeleteAsync(token).ConfigureAwait(false);
                return removed;
            },
            cancellationToken);
}
