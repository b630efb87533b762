using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

/// <summary>What a source yields, on its way into the list of a broadcast.</summary>
internal sealed partial class EfBroadcastRepository
{
    /// <summary>Below the number of parameters that any provider takes in one statement.</summary>
    private const int Chunk = 500;

    private static readonly BroadcastStatus[] Reading = [BroadcastStatus.Running, BroadcastStatus.Paused];

    public async Task<bool> StageAsync(StagedSlice slice, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var id = slice.BroadcastId;
        var broadcast = context.Set<Broadcast>().Where(b => b.Id == id);
        return await context.Database.InTransactionAsync(
            async token =>
            {
                // First of all, since it locks the row: nobody else stages for this broadcast until this is stored.
                var isLast = slice.IsLast;
                if (await broadcast.Where(b => Reading.Contains(b.Status) && !b.IsStaged)
                    .ExecuteUpdateAsync(b => b.SetProperty(x => x.IsStaged, isLast), token).ConfigureAwait(false) == 0)
                {
                    return false;
                }

                var items = await NewOnesAsync(context, slice, token).ConfigureAwait(false);
                var staged = items.Count;
                var (doubles, bad) = slice.IsReread ? (0, 0) : (slice.Items.Count - staged, slice.BadRows.Count);
                var kept = await context.Set<BroadcastBadRow>().CountAsync(r => r.BroadcastId == id, token).ConfigureAwait(false);
                var badRows = slice.BadRows.Take(slice.IsReread ? 0 : Math.Max(0, BroadcastLimits.KeptBadRows - kept)).ToList();
                await InsertAsync(context, [.. items, .. badRows], token).ConfigureAwait(false);
                await broadcast.ExecuteUpdateAsync(
                    b => b
                        .SetProperty(x => x.Staged, x => x.Staged + staged)
                        .SetProperty(x => x.DuplicateRows, x => x.DuplicateRows + doubles)
                        .SetProperty(x => x.BadRows, x => x.BadRows + bad)
                        .SetProperty(x => x.Total, x => isLast ? x.Staged + staged : x.Total),
                    token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> GetLastNumberAsync(Guid id, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var item = await context.Set<BroadcastItem>().Where(i => i.BroadcastId == id).MaxAsync(i => (long?)i.Number, cancellationToken).ConfigureAwait(false);
        var badRow = await context.Set<BroadcastBadRow>().Where(r => r.BroadcastId == id).MaxAsync(r => (long?)r.Number, cancellationToken).ConfigureAwait(false);
        return Math.Max(item ?? 0, badRow ?? 0);
    }

    /// <summary>Those that neither the list nor an earlier place of the slice names.</summary>
    private static async Task<List<BroadcastItem>> NewOnesAsync(DbContext context, StagedSlice slice, CancellationToken cancellationToken)
    {
        var id = slice.BroadcastId;
        var openIds = new HashSet<string>(StringComparer.Ordinal);
        var userIds = new HashSet<string>(StringComparer.Ordinal);
        var stored = context.Set<BroadcastItem>().AsNoTracking().Where(i => i.BroadcastId == id);
        foreach (var chunk in slice.Items.Where(i => i.OpenId is not null).Select(i => i.OpenId!).Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            openIds.UnionWith(await stored.Where(i => i.OpenId != null && chunk.Contains(i.OpenId)).Select(i => i.OpenId!).ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        foreach (var chunk in slice.Items.Where(i => i.UserId is not null).Select(i => i.UserId!).Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            userIds.UnionWith(await stored.Where(i => i.UserId != null && chunk.Contains(i.UserId)).Select(i => i.UserId!).ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        return [.. slice.Items.Where(i => i.OpenId is { } openId ? openIds.Add(openId) : userIds.Add(i.UserId!))];
    }

    private static async Task InsertAsync(DbContext context, IReadOnlyList<object> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        context.AddRange(rows);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var row in rows)
            {
                context.Entry(row).State = EntityState.Detached;
            }
        }
    }
}
