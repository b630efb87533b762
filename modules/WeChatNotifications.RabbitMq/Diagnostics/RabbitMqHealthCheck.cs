using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatNotifications.RabbitMq.Connections;

namespace WeChatNotifications.RabbitMq.Diagnostics;

/// <summary>Whether the broker is there. Never unhealthy: without it deliveries go on from the database.</summary>
internal sealed class RabbitMqHealthCheck(LinkState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(state.DownFor is not { } down
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                $"No connection to RabbitMQ for {down:d\\.hh\\:mm\\:ss}.",
                data: new Dictionary<string, object>(StringComparer.Ordinal) { ["downSeconds"] = Math.Round(down.TotalSeconds, 1) }));
}
