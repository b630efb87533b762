using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatNotifications.Tenancy;

/// <summary>
/// The gates of all tenants on this node. Each node counts for itself and looks every few seconds at what all have sent: a cluster may go
/// over a day's volume by what its other nodes send in that time.
/// </summary>
internal sealed class TenantGates(IServiceScopeFactory scopes, TimeProvider timeProvider)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, TenantGate> _gates = new();

    /// <summary>The gate of a tenant; null is the host itself.</summary>
    public TenantGate Of(Guid? tenantId) => _gates.GetOrAdd(tenantId ?? Guid.Empty, _ => new TenantGate(timeProvider));

    /// <summary>Reads the limits of tenants where that was not done lately. The flow must be bound to the database of the tenants.</summary>
    public async Task RefreshAsync(IEnumerable<Guid?> tenantIds, CancellationToken cancellationToken)
    {
        var stale = tenantIds.Distinct().Where(t => Of(t).ReadAt is not { } at || timeProvider.GetElapsedTime(at) >= Freshness).ToList();
        if (stale.Count == 0)
        {
            return;
        }

        await scopes.InScopeAsync(async s =>
        {
            var limits = s.GetRequiredService<ITenantLimits>();
            var found = (await limits.GetManyAsync(stale, cancellationToken).ConfigureAwait(false)).ToDictionary(f => f.TenantId ?? Guid.Empty);
            var day = BeijingDay.StartOf(timeProvider.GetUtcNow());
            foreach (var tenant in stale)
            {
                var settings = found.GetValueOrDefault(tenant ?? Guid.Empty);
                var sent = settings?.DailyVolume is null ? 0 : await limits.CountSentAsync(tenant, day, cancellationToken).ConfigureAwait(false);
                Of(tenant).Update(settings, sent, day);
            }

            return true;
        }).ConfigureAwait(false);
    }
}
