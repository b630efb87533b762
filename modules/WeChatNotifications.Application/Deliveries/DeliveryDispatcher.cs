using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>Runs one engine for each database that holds deliveries, as they come and go.</summary>
internal sealed class DeliveryDispatcher(
    IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, DeliverySignal signal, DeliveryProcessor processor,
    PendingOutcomes pendingOutcomes, WeChatNotificationsMetrics metrics, IOptions<DispatchOptions> options, TimeProvider timeProvider, ILoggerFactory loggers)
    : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger<DeliveryDispatcher>();
    private readonly Dictionary<DeliveryPartition, (Task Run, CancellationTokenSource Stop)> _running = [];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsEnabled)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = options.Value.PartitionInterval;
            try
            {
                await FollowAsync(await partitions.GetAsync(stoppingToken).ConfigureAwait(false), stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Those that run go on.
                DeliveryEngineLog.Fault(_logger, "looking for databases", exception);
                wait = options.Value.PollInterval;
            }

            await Task.Delay(wait, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running.Values.Select(r => r.Run)).ConfigureAwait(false);
        foreach (var (_, stop) in _running.Values)
        {
            stop.Dispose();
        }
    }

    private async Task FollowAsync(IReadOnlyList<DeliveryPartition> present, CancellationToken stoppingToken)
    {
        foreach (var gone in _running.Keys.Except(present).ToList())
        {
            var (run, stop) = _running[gone];
            await stop.CancelAsync().ConfigureAwait(false);
            await run.ConfigureAwait(false);
            stop.Dispose();
            _running.Remove(gone);
        }

        foreach (var partition in present.Except(_running.Keys).ToList())
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _running[partition] = (RunAsync(partition, stop.Token), stop);
        }
    }

    private async Task RunAsync(DeliveryPartition partition, CancellationToken stoppingToken)
    {
        // Everything that the engine does happens in this flow, and so finds the partition's database. It speaks for all tenants in
        // it; each row says whose it is.
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();
        var inbox = new SignalInbox();
        var recorder = new DeliveryRecorder(scopes, metrics, pendingOutcomes, options, timeProvider, loggers.CreateLogger<DeliveryRecorder>());
        using var engine = new DeliveryEngine(partition, scopes, inbox, processor, recorder, options.Value, timeProvider, _logger);
        signal.Connect(inbox);
        try
        {
            await engine.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            signal.Disconnect(inbox);
        }
    }
}
