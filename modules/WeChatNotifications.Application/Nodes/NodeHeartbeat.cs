using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Jobs;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Nodes;

/// <summary>Says in every database, now and then, that this node is alive and what it does. Nothing waits for it and nothing depends on it.</summary>
internal sealed partial class NodeHeartbeat(
    IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, NodeActivity activity, PendingOutcomes pendingOutcomes, IOptions<NodeOptions> options,
    IOptions<DispatchOptions> dispatch, IOptions<ModuleJobOptions> jobs, TimeProvider timeProvider, ILogger<NodeHeartbeat> logger)
    : BackgroundService
{
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(5);

    /// <summary>The module's version, without the commit behind it.</summary>
    private static readonly string Version =
        typeof(NodeHeartbeat).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private readonly ConcurrentDictionary<Guid, bool> _own = new();

    /// <summary>Whether a row is this process'.</summary>
    public bool IsOurs(Guid node) => _own.ContainsKey(node);

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => new PartitionFollower(
            partitions, dispatch.Value.PartitionInterval, dispatch.Value.PollInterval, timeProvider,
            exception => LogFault(logger, "databases", exception)).RunAsync(LiveAsync, stoppingToken);

    private async Task LiveAsync(DeliveryPartition partition, CancellationToken stoppingToken)
    {
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();
        await Task.Yield();
        var now = timeProvider.GetUtcNow();
        var node = new ModuleNode(Guid.CreateVersion7(now), options.Value.Name ?? JobReports.Node, Version, activity.LeaseHolder, now);
        _own[node.Id] = true;
        var meter = new SendMeter(timeProvider);
        var wasAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            node.Beat(await ReportAsync(partition, meter, stoppingToken).ConfigureAwait(false), options.Value.HeartbeatInterval, timeProvider.GetUtcNow());
            wasAway = !await TrySaveAsync(partition, node, isQuiet: wasAway, stoppingToken).ConfigureAwait(false);

            // Not all nodes in the same moment.
            var wait = options.Value.HeartbeatInterval * (0.9 + (0.2 * Random.Shared.NextDouble()));
            await Task.Delay(wait, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var limit = new CancellationTokenSource(LastWord, timeProvider);
        node.Stop(timeProvider.GetUtcNow());
        await TrySaveAsync(partition, node, isQuiet: wasAway, limit.Token).ConfigureAwait(false);
        _own.TryRemove(node.Id, out _);
    }

    private async Task<bool> TrySaveAsync(DeliveryPartition partition, ModuleNode node, bool isQuiet, CancellationToken cancellationToken)
    {
        try
        {
            return await scopes.InScopeAsync(async s =>
            {
                var registry = s.GetRequiredService<INodeRegistry>();
                await registry.SaveAsync(node, cancellationToken).ConfigureAwait(false);
                await registry.ForgetAsync(timeProvider.GetUtcNow() - ModuleNode.Memory, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (!isQuiet && !cancellationToken.IsCancellationRequested)
            {
                LogFault(logger, partition.Name, exception);
            }

            return false;
        }
    }

    private async Task<NodeReport> ReportAsync(DeliveryPartition partition, SendMeter meter, CancellationToken cancellationToken)
    {
        var others = await OwnDatabasesAsync(cancellationToken).ConfigureAwait(false);
        var key = partition.TenantId ?? Guid.Empty;

        // Jobs work as the tenant whose message it is; without a database of its own that is the host's.
        var count = activity.Sum(t => t == key || (partition.TenantId is null && !others.Contains(t)));
        var work = activity.Work ?? (dispatch.Value.IsEnabled ? WorkSource.Engine : WorkSource.None);
        var roles = (work == WorkSource.None ? NodeRoles.None : NodeRoles.Sends) | (jobs.Value.IsEnabled ? NodeRoles.RunsJobs : NodeRoles.None);
        return new NodeReport(roles, work, count.Apps, count.Held, count.InFlight, pendingOutcomes.Count, count.Sent, meter.PerSecond(count.Sent));
    }

    private async Task<HashSet<Guid>> OwnDatabasesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await partitions.GetAsync(cancellationToken).ConfigureAwait(false)).Select(p => p.TenantId).OfType<Guid>()];
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever follows the databases has said so; until they are known again all counts are the host's.
            return [];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "This node could not show that it is alive, database {Database}; it goes on working")]
    private static partial void LogFault(ILogger logger, string database, Exception exception);

    /// <summary>Turns a count that grows into a speed.</summary>
    private sealed class SendMeter(TimeProvider timeProvider)
    {
        private long _count;
        private long _at = timeProvider.GetTimestamp();

        public double PerSecond(long count)
        {
            var (elapsed, grown) = (timeProvider.GetElapsedTime(_at).TotalSeconds, count - _count);
            (_count, _at) = (count, timeProvider.GetTimestamp());
            return elapsed > 0 ? Math.Round(grown / elapsed, 1) : 0;
        }
    }
}
