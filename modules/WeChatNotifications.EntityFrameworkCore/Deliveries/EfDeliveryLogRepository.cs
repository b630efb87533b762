using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Statistics;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

internal sealed class EfDeliveryLogRepository(IWeChatNotificationsDbContextProvider contexts) : IDeliveryLogRepository
{
    public async Task<DeliveryLog?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<DeliveryLog>()
            .FirstOrDefaultAsync(d => d.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<DeliveryAttempt>> GetAttemptsAsync(Guid deliveryId, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<DeliveryAttempt>().AsNoTracking()
            .Where(a => a.DeliveryLogId == deliveryId)
            .OrderBy(a => a.At).ThenBy(a => a.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<DeliveryLog>> ListAsync(DeliveryFilter filter, Guid? before, int take, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var deliveries = context.Set<DeliveryLog>().AsNoTracking().Where(filter);
        if (before is { } id)
        {
            deliveries = deliveries.Where(d => d.Id.CompareTo(id) < 0);
        }

        return await deliveries.OrderByDescending(d => d.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task SaveAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.InsertAsync(Tallies.OfChanges(context, [delivery]), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw context.Forget(delivery);
        }
    }

    public async Task<int> CancelWaitingOfAppAsync(Guid appCredentialId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var waiting = context.Set<DeliveryLog>().Where(d => d.AppCredentialId == appCredentialId && d.Status == DeliveryStatus.Pending);
        return await context.EndAsync(
            waiting, waiting, new DeliveryEnd(DeliveryStatus.Cancelled, DeliveryReason.CancelledByHand, now), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<DeliveryStatus, long>> CountAsync(DeliveryFilter filter, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Set<DeliveryLog>().Where(filter)
            .GroupBy(d => d.Status).Select(g => new { g.Key, Count = g.LongCount() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Guid>> ListIdsAsync(DeliveryFilter filter, Guid? after, int take, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var deliveries = context.Set<DeliveryLog>().Where(filter);
        if (after is { } id)
        {
            deliveries = deliveries.Where(d => d.Id.CompareTo(id) > 0);
        }

        return await deliveries.OrderBy(d => d.Id).Select(d => d.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<DeliveryLog>> ChangeManyAsync(
        IReadOnlyCollection<Guid> ids, IReadOnlyCollection<DeliveryStatus> from,
        Func<IReadOnlyList<DeliveryLog>, CancellationToken, Task<IReadOnlyList<DeliveryLog>>> change, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Database.InTransactionAsync(token => ChangeManyAsync(context, ids, from, change, token), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<DeliveryLog>> ChangeManyAsync(
        DbContext context, IReadOnlyCollection<Guid> ids, IReadOnlyCollection<DeliveryStatus> from,
        Func<IReadOnlyList<DeliveryLog>, CancellationToken, Task<IReadOnlyList<DeliveryLog>>> change, CancellationToken cancellationToken)
    {
        // Marked first, and thereby locked: the engine passes them over, and whoever changes one by hand meanwhile is refused as ever.
        var mark = (Guid?)Guid.NewGuid();
        await context.Set<DeliveryLog>().Where(d => ids.Contains(d.Id) && from.Contains(d.Status) && d.ClaimToken == null)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.ClaimToken, mark), cancellationToken).ConfigureAwait(false);
        var rows = await context.Set<DeliveryLog>().Where(d => ids.Contains(d.Id) && d.ClaimToken == mark).OrderBy(d => d.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var changed = await change(rows, cancellationToken).ConfigureAwait(false);
            rows.ForEach(d => context.Entry(d).Property(x => x.ClaimToken).CurrentValue = null);
            await context.InsertAsync(Tallies.OfChanges(context, changed), cancellationToken).ConfigureAwait(false);
            return changed;
        }
        finally
        {
            rows.ForEach(d => context.Entry(d).State = EntityState.Detached);
        }
    }

    private ValueTask<DbContext> ContextAsync(CancellationToken cancellationToken) => contexts.GetAsync(cancellationToken);
}
