using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

internal sealed partial class EfBroadcastRepository(IWeChatNotificationsDbContextProvider contexts, IDeliveryQueue queue) : IBroadcastRepository
{
    private static readonly BroadcastStatus[] Unfinished = [BroadcastStatus.Running, BroadcastStatus.Paused, BroadcastStatus.Failed];

    public async Task<Broadcast?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<Broadcast>().FirstOrDefaultAsync(b => b.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<Broadcast>> ListAsync(BroadcastFilter filter, Guid? before, int take, CancellationToken cancellationToken)
    {
        var broadcasts = (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<Broadcast>().AsNoTracking();
        broadcasts = filter.Statuses is { Count: > 0 } statuses ? broadcasts.Where(b => statuses.Contains(b.Status)) : broadcasts;
        broadcasts = filter.AppCredentialId is { } app ? broadcasts.Where(b => b.AppCredentialId == app) : broadcasts;
        broadcasts = filter.TemplateName is { } template ? broadcasts.Where(b => b.TemplateName == template) : broadcasts;
        broadcasts = filter.ScheduleId is { } schedule ? broadcasts.Where(b => b.ScheduleId == schedule) : broadcasts;
        broadcasts = filter.Name is { } name ? broadcasts.Where(b => b.Name.Contains(name)) : broadcasts;
        broadcasts = before is { } id ? broadcasts.Where(b => b.Id.CompareTo(id) < 0) : broadcasts;
        return await broadcasts.OrderByDescending(b => b.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task AddAsync(Broadcast broadcast, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        context.Add(broadcast);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task SaveAsync(Broadcast broadcast, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw context.Forget(broadcast);
        }
    }

    public async Task RemoveAsync(Broadcast broadcast, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var id = broadcast.Id;
        await context.Database.InTransactionAsync(
            async token =>
            {
                context.Remove(broadcast);
                await SaveAsync(broadcast, token).ConfigureAwait(false);
                await context.Set<BroadcastItem>().Where(i => i.BroadcastId == id).ExecuteDeleteAsync(token).ConfigureAwait(false);
                return await context.Set<BroadcastBadRow>().Where(r => r.BroadcastId == id).ExecuteDeleteAsync(token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Broadcast>> ListActiveAsync(DateTimeOffset now, DateTimeOffset cancelledSince, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<Broadcast>().AsNoTracking()
            .Where(b => Unfinished.Contains(b.Status)
                || (b.Status == BroadcastStatus.Scheduled && (b.StartAt == null || b.StartAt <= now))
                || (b.Status == BroadcastStatus.Cancelled && b.FinishedAt >= cancelledSince))
            .OrderBy(b => b.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyDictionary<Guid, BroadcastStanding>> GetStandingsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<Broadcast>().IgnoreQueryFilters().AsNoTracking()
            .Where(b => ids.Contains(b.Id))
            .Select(b => new { b.Id, b.Status, b.RatePerSecond })
            .ToDictionaryAsync(b => b.Id, b => new BroadcastStanding(b.Status, b.RatePerSecond), cancellationToken).ConfigureAwait(false);

    public async Task<int?> AppendAsync(ExpansionSlice slice, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var (id, cursor) = (slice.BroadcastId, slice.Cursor);
        var broadcast = context.Set<Broadcast>().Where(b => b.Id == id);
        return await context.Database.InTransactionAsync<int?>(
            async token =>
            {
                // First of all, since it locks the row: who pauses, or expands the same slice, waits until this one is in the queue.
                var moved = await broadcast.Where(b => b.Status == BroadcastStatus.Running && b.Cursor == cursor && !b.IsExpanded)
                    .ExecuteUpdateAsync(
                        b => b
                            .SetProperty(x => x.Cursor, slice.NextCursor)
                            .SetProperty(x => x.IsExpanded, slice.IsLast)
                            .SetProperty(x => x.NextSlot, slice.NextSlot),
                        token).ConfigureAwait(false);
                if (moved == 0)
                {
                    return null;
                }

                if (slice.Deliveries.Count == 0)
                {
                    return 0;
                }

                var standing = await queue.EnqueueAsync(slice.Deliveries, token).ConfigureAwait(false);
                var added = standing.Count(d => !d.IsDuplicate);
                var duplicates = standing.Count - added;
                await broadcast.ExecuteUpdateAsync(
                    b => b
                        .SetProperty(x => x.Expanded, x => x.Expanded + added)
                        .SetProperty(x => x.DuplicateRows, x => x.DuplicateRows + duplicates),
                    token).ConfigureAwait(false);
                return added;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task MeasureAsync(Guid id, DateTimeOffset at, long done, double? speed, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<Broadcast>()
            .Where(b => b.Id == id && b.Status == BroadcastStatus.Running)
            .ExecuteUpdateAsync(
                b => b.SetProperty(x => x.MeasuredAt, at).SetProperty(x => x.MeasuredDone, done).SetProperty(x => x.Speed, speed),
                cancellationToken).ConfigureAwait(false);

    private ValueTask<DbContext> ContextAsync(CancellationToken cancellationToken) => contexts.GetAsync(cancellationToken);
}
