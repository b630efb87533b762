using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

/// <summary>
/// Lists in LINQ: one transaction for as long as the list arrives. A provider package may do better; what it stores is the same.
/// </summary>
internal class EfBroadcastListStore(IWeChatNotificationsDbContextProvider contexts) : IBroadcastListStore
{
    private const int Chunk = 500;

    public virtual async Task<Broadcast> ReplaceAsync(Guid broadcastId, IAsyncEnumerable<BroadcastListRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var badRows = new BadRows();
        return await context.Database.InTransactionAsync(
            async token =>
            {
                var broadcast = await LockAsync(context, broadcastId, token).ConfigureAwait(false);
                await ClearAsync(context, broadcastId, token).ConfigureAwait(false);
                var (stored, duplicates) = (0L, 0L);
                await foreach (var chunk in badRows.WithoutAsync(rows, Chunk, token).ConfigureAwait(false))
                {
                    var added = await InsertAsync(context, broadcast, chunk, token).ConfigureAwait(false);
                    (stored, duplicates) = (stored + added, duplicates + chunk.Count - added);
                }

                await FinishAsync(context, broadcast, stored, duplicates, badRows, token).ConfigureAwait(false);
                return broadcast;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<BroadcastBadRow>> ListBadRowsAsync(Guid broadcastId, long behind, int take, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<BroadcastBadRow>().AsNoTracking()
            .Where(r => r.BroadcastId == broadcastId && r.Number > behind)
            .OrderBy(r => r.Number).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Holds a draft for the rest of the transaction and shows how it stands now: nobody starts it with half a list.</summary>
    protected static async Task<Broadcast> LockAsync(DbContext context, Guid id, CancellationToken cancellationToken)
    {
        var row = context.Set<Broadcast>().Where(b => b.Id == id);
        if (await row.Where(b => b.Status == BroadcastStatus.Draft)
            .ExecuteUpdateAsync(b => b.SetProperty(x => x.Staged, x => x.Staged), cancellationToken).ConfigureAwait(false) == 0)
        {
            var status = await row.Select(b => (BroadcastStatus?)b.Status).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            throw status is { } other ? ConflictException.BroadcastState(other) : new EntityNotFoundException(nameof(Broadcast), id);
        }

        var broadcast = await row.FirstAsync(cancellationToken).ConfigureAwait(false);
        await context.Entry(broadcast).ReloadAsync(cancellationToken).ConfigureAwait(false);
        return broadcast;
    }

    /// <summary>Removes the list before.</summary>
    protected static async Task ClearAsync(DbContext context, Guid id, CancellationToken cancellationToken)
    {
        await context.Set<BroadcastItem>().Where(i => i.BroadcastId == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<BroadcastBadRow>().Where(r => r.BroadcastId == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores the bad rows and what the list holds.</summary>
    protected static async Task FinishAsync(DbContext context, Broadcast broadcast, long rows, long duplicates, BadRows badRows, CancellationToken cancellationToken)
    {
        broadcast.TakeList(rows, badRows.Count, duplicates);
        await SaveAsync(context, [.. badRows.Kept.Select(r => BroadcastBadRow.Of(broadcast, r.Number, r.Fault!))], cancellationToken).ConfigureAwait(false);
    }

    protected ValueTask<DbContext> ContextAsync(CancellationToken cancellationToken) => contexts.GetAsync(cancellationToken);

    private static async Task<int> InsertAsync(DbContext context, Broadcast broadcast, IReadOnlyList<BroadcastListRow> rows, CancellationToken cancellationToken)
    {
        var id = broadcast.Id;
        var openIds = rows.Where(r => r.OpenId is not null).Select(r => r.OpenId!).ToList();
        var userIds = rows.Where(r => r.UserId is not null).Select(r => r.UserId!).ToList();
        var stored = context.Set<BroadcastItem>().AsNoTracking().Where(i => i.BroadcastId == id);
        var seenOpenIds = (await stored.Where(i => i.OpenId != null && openIds.Contains(i.OpenId)).Select(i => i.OpenId!).ToListAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var seenUserIds = (await stored.Where(i => i.UserId != null && userIds.Contains(i.UserId)).Select(i => i.UserId!).ToListAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        BroadcastItem[] added =
        [
            .. rows.Where(r => r.OpenId is { } openId ? seenOpenIds.Add(openId) : seenUserIds.Add(r.UserId!))
                .Select(r => BroadcastItem.Of(broadcast, r.Number, r.OpenId, r.UserId, r.Data)),
        ];
        await SaveAsync(context, added, cancellationToken).ConfigureAwait(false);
        return added.Length;
    }

    private static async Task SaveAsync(DbContext context, IReadOnlyList<object> added, CancellationToken cancellationToken)
    {
        context.AddRange(added);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var row in added)
            {
                context.Entry(row).State = EntityState.Detached;
            }
        }
    }
}
