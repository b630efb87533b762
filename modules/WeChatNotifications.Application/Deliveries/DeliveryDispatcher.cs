using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Nodes;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>Runs one engine for each database that holds deliveries, as they come and go.</summary>
internal sealed class DeliveryDispatcher(
    IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, DeliverySignal signal, IDeliverySignal wakeUps, TenantGates tenants, DeliveryProcessor processor,
    PendingOutcomes pendingOutcomes, NodeActivity activity, WeChatNotificationsMetrics metrics, IOptions<DispatchOptions> options, TimeProvider timeProvider, ILoggerFactory loggers)
    : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger<DeliveryDispatcher>();

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => options.Value.IsEnabled
            ? new PartitionFollower(
                partitions, options.Value.PartitionInterval, options.Value.PollInterval, timeProvider,
                exception => DeliveryEngineLog.Fault(_logger, "looking for databases", exception)).RunAsync(RunAsync, stoppingToken)
            : Task.CompletedTask;

    private async Task RunAsync(DeliveryPartition partition, CancellationToken stoppingToken)
    {
        // Everything that the engine does happens in this flow, and so finds the partition's database. It speaks for all tenants in
        // it; each row says whose it is.
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();
        var inbox = new SignalInbox();
        var recorder = new DeliveryRecorder(scopes, wakeUps, metrics, pendingOutcomes, options, timeProvider, loggers.CreateLogger<DeliveryRecorder>());
        using var engine = new DeliveryEngine(partition, scopes, inbox, signal, tenants, processor, recorder, activity, options.Value, timeProvider, _logger);
        signal.Connect(inbox, isEngine: true);
        try
        {
            await engine.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            signal.Disconnect(inbox, isEngine: true);
        }
    }
}
