using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.DistributedLocking;
using Volo.Abp.Threading;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>
/// Finds work that nobody signalled, because its time has come or its node has died, and hands it to the background jobs. Only where
/// those carry the deliveries; on one node at a time.
/// </summary>
internal sealed class DueDeliveriesWorker : AsyncPeriodicBackgroundWorkerBase
{
    private readonly IAbpDistributedLock _lock;
    private readonly IAmbientTenant _tenant;
    private readonly IDeliveryPartitionSource _partitions;
    private readonly JobHandOver _jobs;
    private readonly TimeProvider _timeProvider;

    public DueDeliveriesWorker(
        AbpAsyncTimer timer, IServiceScopeFactory scopes, IAbpDistributedLock distributedLock, IAmbientTenant tenant,
        IDeliveryPartitionSource partitions, JobHandOver jobs, IOptions<DispatchOptions> options, TimeProvider timeProvider)
        : base(timer, scopes)
    {
        (_lock, _tenant, _partitions, _jobs, _timeProvider) = (distributedLock, tenant, partitions, jobs, timeProvider);
        timer.Period = (int)options.Value.PollInterval.TotalMilliseconds;
    }

    protected override async Task DoWorkAsync(PeriodicBackgroundWorkerContext workerContext)
    {
        var handle = await _lock.TryAcquireAsync("WeChatNotifications.DueDeliveries", TimeSpan.Zero, workerContext.CancellationToken).ConfigureAwait(false);
        if (handle is null)
        {
            return;
        }

        await using (handle.ConfigureAwait(false))
        {
            foreach (var partition in await _partitions.GetAsync(workerContext.CancellationToken).ConfigureAwait(false))
            {
                try
                {
                    await HandOverAsync(partition, workerContext).ConfigureAwait(false);
                }
                catch (Exception exception) when (!workerContext.CancellationToken.IsCancellationRequested)
                {
                    // One tenant's database that is away must not keep the others waiting.
                    DeliveryEngineLog.Fault(Logger, "looking for due deliveries", exception);
                }
            }
        }
    }

    private async Task HandOverAsync(DeliveryPartition partition, PeriodicBackgroundWorkerContext workerContext)
    {
        using var bound = _tenant.Change(partition.TenantId);
        using var allTenants = _tenant.DisableFilter();
        var scope = workerContext.ServiceProvider.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var queue = scope.ServiceProvider.GetRequiredService<IDeliveryQueue>();
            foreach (var app in await queue.FindAppsWithWorkAsync(_timeProvider.GetUtcNow(), workerContext.CancellationToken).ConfigureAwait(false))
            {
                _jobs.WorkArrived(app);
            }
        }
    }
}
