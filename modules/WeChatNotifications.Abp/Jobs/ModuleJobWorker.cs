using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.DistributedLocking;
using Volo.Abp.Threading;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Jobs;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Jobs;

/// <summary>
/// Runs one of the module's jobs in every database that holds deliveries: on one node at a time by the host's lock, and once per interval
/// in the cluster by a lease in the database. A database that takes its time, or is away, holds up no other.
/// </summary>
/// <typeparam name="TJob">The job; a worker of its own for each, by which ABP's scheduler integrations know it.</typeparam>
internal sealed class ModuleJobWorker<TJob> : AsyncPeriodicBackgroundWorkerBase, IRequestableJob
    where TJob : class, IModuleJob
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DeliveryPartition, Task> _running = [];
    private readonly IModuleJob _job;
    private readonly ModuleJobRunner _runner;
    private readonly IAbpDistributedLock _lock;
    private readonly IAmbientTenant _tenant;
    private readonly IDeliveryPartitionSource _partitions;

    public ModuleJobWorker(
        AbpAsyncTimer timer, IServiceScopeFactory scopes, IEnumerable<IModuleJob> jobs, ModuleJobRunner runner, IAbpDistributedLock distributedLock,
        IAmbientTenant tenant, IDeliveryPartitionSource partitions)
        : base(timer, scopes)
    {
        (_job, _runner, _lock, _tenant, _partitions) = (jobs.OfType<TJob>().Single(), runner, distributedLock, tenant, partitions);
        timer.Period = (int)_job.Interval.TotalMilliseconds;
        timer.RunOnStart = true;
    }

    /// <summary>Name of the lock that keeps other nodes out of a database.</summary>
    public static string LockName(string job, DeliveryPartition partition) => $"WeChatNotifications.Jobs.{job}.{partition.Name}";

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await AllAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public void BeginOnRequest(DeliveryPartition partition) => Begin(partition, onRequest: true);

    /// <summary>Runs the job once in every database, and waits for all.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        await AllAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override Task DoWorkAsync(PeriodicBackgroundWorkerContext workerContext) => BeginAsync(workerContext.CancellationToken);

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        foreach (var partition in await _partitions.GetAsync(cancellationToken).ConfigureAwait(false))
        {
            Begin(partition, onRequest: false);
        }
    }

    private void Begin(DeliveryPartition partition, bool onRequest)
    {
        lock (_gate)
        {
            foreach (var over in _running.Where(r => r.Value.IsCompleted).Select(r => r.Key).ToList())
            {
                _running.Remove(over);
            }

            if (!_running.ContainsKey(partition))
            {
                // In a flow of its own: ABP's data filter is one object for a flow and all that it begins.
                using var noFlow = ExecutionContext.SuppressFlow();
                _running[partition] = Task.Run(() => RunAsync(partition, onRequest, StoppingToken), CancellationToken.None);
            }
        }
    }

    private Task AllAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_running.Values);
        }
    }

    private async Task RunAsync(DeliveryPartition partition, bool onRequest, CancellationToken cancellationToken)
    {
        using var bound = _tenant.Change(partition.TenantId);
        using var allTenants = _tenant.DisableFilter();
        try
        {
            if (await _lock.TryAcquireAsync(LockName(_job.Name, partition), TimeSpan.Zero, cancellationToken).ConfigureAwait(false) is { } handle)
            {
                await using (handle.ConfigureAwait(false))
                {
                    await _runner.RunOnceAsync(_job, cancellationToken, onRequest).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                DeliveryEngineLog.Fault(Logger, $"running {_job.Name} in database {partition.Name}", exception);
            }
        }
    }
}
