using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.DistributedLocking;
using Volo.Abp.Threading;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>Takes back the deliveries of nodes and jobs that died, on one node at a time.</summary>
internal sealed class LapsedDeliveriesWorker : AsyncPeriodicBackgroundWorkerBase
{
    private readonly IAbpDistributedLock _lock;
    private readonly IAmbientTenant _tenant;
    private readonly PendingOutcomes _pending;
    private readonly IDeliveryPartitionSource _partitions;
    private readonly DeliverySignal _signal;
    private readonly TimeProvider _timeProvider;
    private readonly DispatchOptions _options;

    public LapsedDeliveriesWorker(
        AbpAsyncTimer timer, IServiceScopeFactory scopes, IAbpDistributedLock distributedLock, IAmbientTenant tenant, PendingOutcomes pending,
        IDeliveryPartitionSource partitions, DeliverySignal signal, IOptions<DispatchOptions> options, TimeProvider timeProvider)
        : base(timer, scopes)
    {
        (_lock, _tenant, _pending, _partitions, _signal, _timeProvider, _options) = (distributedLock, tenant, pending, partitions, signal, timeProvider, options.Value);
        timer.Period = (int)(_options.Lease / 4).TotalMilliseconds;
        timer.RunOnStart = true;
    }

    /// <summary>Does the work once, as the timer would.</summary>
    internal Task RunOnceAsync(IServiceProvider services) => DoWorkAsync(new PeriodicBackgroundWorkerContext(services));

    protected override async Task DoWorkAsync(PeriodicBackgroundWorkerContext workerContext)
    {
        // After the database was away this node may hold outcomes of what looks lapsed: those first, or we would take back what is sent.
        if (_pending.Count > _options.RecordBatch)
        {
            return;
        }

        var handle = await _lock.TryAcquireAsync("WeChatNotifications.LapsedDeliveries", TimeSpan.Zero, workerContext.CancellationToken).ConfigureAwait(false);
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
                    await TakeBackAsync(partition, workerContext).ConfigureAwait(false);
                }
                catch (Exception exception) when (!workerContext.CancellationToken.IsCancellationRequested)
                {
                    // One tenant's database that is away must not keep the others waiting.
                    DeliveryEngineLog.Fault(Logger, "taking back lapsed deliveries", exception);
                }
            }
        }
    }

    private async Task TakeBackAsync(DeliveryPartition partition, PeriodicBackgroundWorkerContext workerContext)
    {
        using var bound = _tenant.Change(partition.TenantId);
        using var allTenants = _tenant.DisableFilter();
        var scope = workerContext.ServiceProvider.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var reaped = await scope.ServiceProvider.GetRequiredService<IDeliveryQueue>()
                .ReapAsync(_timeProvider.GetUtcNow(), _options.MaxAttempts, workerContext.CancellationToken).ConfigureAwait(false);
            if (reaped.Total > 0)
            {
                DeliveryEngineLog.Reaped(Logger, reaped.Requeued, reaped.Held, reaped.Failed);
                _signal.Wake();
            }
        }
    }
}
