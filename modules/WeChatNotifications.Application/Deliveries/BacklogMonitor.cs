using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>Measures the backlog now and then, for metrics and the health check.</summary>
internal sealed class BacklogMonitor(
    IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, WeChatNotificationsMetrics metrics, IOptions<DispatchOptions> options, TimeProvider timeProvider,
    ILogger<BacklogMonitor> logger)
    : BackgroundService
{
    /// <summary>For how long the longest waiting message was due when it was last measured; null before the first time.</summary>
    public TimeSpan? OldestAge { get; private set; }

    /// <summary>Measures once, in all databases.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var sum = default(DeliveryBacklog);
        foreach (var partition in await partitions.GetAsync(cancellationToken).ConfigureAwait(false))
        {
            var part = await MeasureAsync(partition, now, cancellationToken).ConfigureAwait(false);
            var oldest = part.OldestDue is { } due && (sum.OldestDue is null || due < sum.OldestDue) ? due : sum.OldestDue;
            sum = new DeliveryBacklog(sum.Due + part.Due, sum.Scheduled + part.Scheduled, sum.Sending + part.Sending, oldest);
        }

        var age = sum.OldestDue is { } since && since < now ? now - since : TimeSpan.Zero;
        metrics.SetBacklog(sum, age);
        OldestAge = age;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.BacklogInterval, timeProvider);
        do
        {
            try
            {
                await MeasureAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                DeliveryEngineLog.Fault(logger, "measuring the backlog", exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task<DeliveryBacklog> MeasureAsync(DeliveryPartition partition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();
        return await scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryQueue>().GetBacklogAsync(now, cancellationToken)).ConfigureAwait(false);
    }
}
