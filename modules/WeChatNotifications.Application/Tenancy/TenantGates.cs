using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Tenancy;

/// <summary>The gates of all tenants on this node. What they let through is counted in the database, for all nodes together.</summary>
internal sealed class TenantGates(IServiceScopeFactory scopes, TimeProvider timeProvider, ILogger<TenantGates> logger)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>How long a stopping node tries.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, TenantGate> _gates = new();

    /// <summary>Counts for all nodes.</summary>
    public ScopedLedgers Ledgers { get; } = new(scopes);

    /// <summary>The gate of a tenant; null is the host itself.</summary>
    public TenantGate Of(Guid? tenantId) => _gates.GetOrAdd(tenantId ?? Guid.Empty, _ => new TenantGate(tenantId, Ledgers, Ledgers, timeProvider, logger));

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
            var found = (await s.GetRequiredService<ITenantLimits>().GetManyAsync(stale, cancellationToken).ConfigureAwait(false)).ToDictionary(f => f.TenantId ?? Guid.Empty);
            stale.ForEach(t => Of(t).Update(found.GetValueOrDefault(t ?? Guid.Empty)));
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Gives back to other nodes what tenants' days have left and is not used here. The flow must be bound to the database of the tenants.</summary>
    public async Task ReturnIdleAsync(IEnumerable<Guid?> tenantIds, bool atOnce, CancellationToken cancellationToken)
    {
        foreach (var tenant in tenantIds.Distinct())
        {
            await Of(tenant).ReturnIdleAsync(atOnce, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives back all of it when this node stops: what is not given back is lost to the other nodes for the rest of the day. Throws nothing.</summary>
    public async Task ReturnAllAsync(IEnumerable<Guid?> tenantIds)
    {
        using var limit = new CancellationTokenSource(LastWrites, timeProvider);
        try
        {
            await ReturnIdleAsync(tenantIds, atOnce: true, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            DeliveryEngineLog.Fault(logger, "giving back tenants' volumes", exception);
        }
    }
}
