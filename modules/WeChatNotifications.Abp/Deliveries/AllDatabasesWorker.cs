using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.DistributedLocking;
using Volo.Abp.Threading;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>Looks into every database that holds deliveries, on one node at a time.</summary>
internal abstract class AllDatabasesWorker(
    AbpAsyncTimer timer, IServiceScopeFactory scopes, IAbpDistributedLock distributedLock, IAmbientTenant tenant, IDeliveryPartitionSource partitions)
    : AsyncPeriodicBackgroundWorkerBase(timer, scopes)
{
    /// <summary>Name of the lock that keeps other nodes out.</summary>
    protected abstract string LockName { get; }

    /// <summary>What it does, for the log.</summary>
    protected abstract string Activity { get; }

    /// <summary>Whether this node may do it now.</summary>
    protected virtual bool MayWork => true;

    /// <summary>Does the work in one database, seeing all its tenants.</summary>
    protected abstract Task WorkAsync(IServiceProvider services, CancellationToken cancellationToken);

    protected sealed override async Task DoWorkAsync(PeriodicBackgroundWorkerContext workerContext)
    {
        if (!MayWork)
        {
            return;
        }

        var handle = await distributedLock.TryAcquireAsync(LockName, TimeSpan.Zero, workerContext.CancellationToken).ConfigureAwait(false);
        if (handle is null)
        {
            return;
        }

        await using (handle.ConfigureAwait(false))
        {
            foreach (var partition in await partitions.GetAsync(workerContext.CancellationToken).ConfigureAwait(false))
            {
                try
                {
                    await WorkAsync(partition, workerContext).ConfigureAwait(false);
                }
                catch (Exception exception) when (!workerContext.CancellationToken.IsCancellationRequested)
                {
                    // One tenant's database that is away must not keep the others waiting.
                    DeliveryEngineLog.Fault(Logger, Activity, exception);
                }
            }
        }
    }

    private async Task WorkAsync(DeliveryPartition partition, PeriodicBackgroundWorkerContext workerContext)
    {
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();
        var scope = workerContext.ServiceProvider.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            await WorkAsync(scope.ServiceProvider, workerContext.CancellationToken).ConfigureAwait(false);
        }
    }
}
