using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>The ledgers of the present flow's database, for what lives as long as the host.</summary>
internal sealed class ScopedLedgers(IServiceScopeFactory scopes) : IRateLedger, IVolumeLedger
{
    public Task<RateGrant> TakeAsync(RateKey key, int perSecond, int wanted, DateTimeOffset now, CancellationToken cancellationToken)
        => scopes.InScopeAsync(s => s.GetRequiredService<IRateLedger>().TakeAsync(key, perSecond, wanted, now, cancellationToken));

    public Task<int> TakeAsync(Guid? tenantId, DateTimeOffset day, int wanted, int limit, CancellationToken cancellationToken)
        => scopes.InScopeAsync(s => s.GetRequiredService<IVolumeLedger>().TakeAsync(tenantId, day, wanted, limit, cancellationToken));

    public Task GiveBackAsync(Guid? tenantId, DateTimeOffset day, int count, CancellationToken cancellationToken)
        => scopes.InScopeAsync(async s =>
        {
            await s.GetRequiredService<IVolumeLedger>().GiveBackAsync(tenantId, day, count, cancellationToken).ConfigureAwait(false);
            return true;
        });
}
