using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Statistics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Tenancy;

internal sealed class EfTenantLimits(IWeChatNotificationsDbContextProvider contexts) : ITenantLimits
{
    /// <summary>What WeChat accepted, whatever its receipts said later.</summary>
    private static readonly DeliveryStatus[] Accepted = [DeliveryStatus.Sent, DeliveryStatus.Confirmed, DeliveryStatus.Refused];

    public async Task<TenantSettings?> FindAsync(Guid? tenantId, CancellationToken cancellationToken)
        => await (await AllAsync<TenantSettings>(cancellationToken).ConfigureAwait(false))
            .FirstOrDefaultAsync(s => s.TenantId == tenantId, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<TenantSettings>> GetManyAsync(IReadOnlyCollection<Guid?> tenantIds, CancellationToken cancellationToken)
    {
        // The host's own null is no element that a database finds in a list.
        var ids = tenantIds.OfType<Guid>().ToList();
        var withHost = tenantIds.Contains(null);
        return await (await AllAsync<TenantSettings>(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .Where(s => (s.TenantId != null && ids.Contains(s.TenantId.Value)) || (withHost && s.TenantId == null))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<TenantSettings>> ListAsync(CancellationToken cancellationToken)
        => await (await AllAsync<TenantSettings>(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .OrderBy(s => s.Id).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task SaveAsync(TenantSettings settings, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var isNew = context.Entry(settings).State == EntityState.Detached;
        if (isNew)
        {
            context.Add(settings);
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw context.Forget(settings);
        }
        catch (DbUpdateException) when (isNew)
        {
            // Two people gave the tenant its first limits at once.
            context.Entry(settings).State = EntityState.Detached;
            if (await FindAsync(settings.TenantId, cancellationToken).ConfigureAwait(false) is not null)
            {
                throw ConflictException.Changed(nameof(TenantSettings));
            }

            throw;
        }
    }

    public async Task<long> CountSentAsync(Guid? tenantId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // By one statement: a tally that is folded into the statistics in between is neither missed nor counted twice.
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var from = since.ToUniversalTime();
        var statistics = context.Set<DeliveryStatistic>().IgnoreQueryFilters()
            .Where(s => s.TenantId == tenantId && s.Hour >= from && Accepted.Contains(s.Status)).Select(s => s.Count);
        var tallies = context.Set<DeliveryTally>().IgnoreQueryFilters()
            .Where(t => t.TenantId == tenantId && t.Hour >= from && Accepted.Contains(t.Status)).Select(t => t.Count);
        return await statistics.Concat(tallies).SumAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> ReleasePostponedAsync(Guid? tenantId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moment = now.ToUniversalTime();
        return await (await AllAsync<DeliveryLog>(cancellationToken).ConfigureAwait(false))
            .Where(d => d.TenantId == tenantId && d.Status == DeliveryStatus.Pending && d.Reason == DeliveryReason.TenantQuota && d.NotBefore > moment)
            .ExecuteUpdateAsync(
                d => d.SetProperty(x => x.NotBefore, moment).SetProperty(x => x.Reason, DeliveryReason.None), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IQueryable<TEntity>> AllAsync<TEntity>(CancellationToken cancellationToken)
        where TEntity : class
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<TEntity>().IgnoreQueryFilters();
}
