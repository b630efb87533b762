using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Health;

/// <summary>Whether the module's tables answer.</summary>
internal sealed class DatabaseHealthCheck(IServiceScopeFactory scopes, IAmbientTenant tenant) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var allTenants = tenant.DisableFilter();

        // A failure is thrown, and the health service reports it with the registration's status.
        await scopes.InScopeAsync(s => s.GetRequiredService<IAppCredentialRepository>().GetManyAsync([Guid.Empty], cancellationToken)).ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Whether the apps that this node sends for have tokens. Never unhealthy: one tenant's wrong secret is no reason to restart a host.</summary>
internal sealed class TokenHealthCheck(TokenHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var without = health.AppsWithoutToken;
        return Task.FromResult(without.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"No access token for {without.Count} app(s).", data: new Dictionary<string, object>(StringComparer.Ordinal) { ["apps"] = without }));
    }
}

/// <summary>Whether messages wait longer than they should.</summary>
internal sealed class BacklogHealthCheck(BacklogMonitor monitor, IOptions<DispatchOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (monitor.OldestAge is not { } age)
        {
            return Task.FromResult(HealthCheckResult.Healthy("Not measured yet."));
        }

        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["oldestAgeSeconds"] = Math.Round(age.TotalSeconds, 1) };
        return Task.FromResult(age <= options.Value.UnhealthyBacklogAge
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded($"The longest waiting message is due for {age:d\\.hh\\:mm\\:ss}.", data: data));
    }
}
