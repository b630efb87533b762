using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.DistributedLocking;
using Volo.Abp.Threading;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>Takes back the deliveries of nodes and jobs that died, on one node at a time.</summary>
internal sealed class LapsedDeliveriesWorker : AllDatabasesWorker
{
    private readonly PendingOutcomes _pending;
    private readonly DeliverySignal _signal;
    private readonly TimeProvider _timeProvider;
    private readonly DispatchOptions _options;

    public LapsedDeliveriesWorker(
        AbpAsyncTimer timer, IServiceScopeFactory scopes, IAbpDistributedLock distributedLock, IAmbientTenant tenant, PendingOutcomes pending,
        IDeliveryPartitionSource partitions, DeliverySignal signal, IOptions<DispatchOptions> options, TimeProvider timeProvider)
        : base(timer, scopes, distributedLock, tenant, partitions)
    {
        (_pending, _signal, _timeProvider, _options) = (pending, signal, timeProvider, options.Value);
        timer.Period = (int)(_options.Lease / 4).TotalMilliseconds;
        timer.RunOnStart = true;
    }

    protected override string LockName => "WeChatNotifications.LapsedDeliveries";

    protected override string Activity => "taking back lapsed deliveries";

    /// <summary>After the database was away this node may hold outcomes of what looks lapsed: those first, or we would take back what is sent.</summary>
    protected override bool MayWork => _pending.Count <= _options.RecordBatch;

    /// <summary>Does the work once, as the timer would.</summary>
    internal Task RunOnceAsync(IServiceProvider services) => DoWorkAsync(new PeriodicBackgroundWorkerContext(services));

    protected override async Task WorkAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var reaped = await services.GetRequiredService<LapsedDeliveries>()
            .TakeBackAsync(_timeProvider.GetUtcNow(), _options.MaxAttempts, _options.Lease, cancellationToken).ConfigureAwait(false);
        if (reaped.Total > 0)
        {
            DeliveryEngineLog.Reaped(Logger, reaped.Requeued, reaped.Held, reaped.Failed);
            _signal.Wake();
        }
    }
}
