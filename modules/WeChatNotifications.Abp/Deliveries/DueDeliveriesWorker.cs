using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Volo.Abp.DistributedLocking;
using Volo.Abp.Threading;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>
/// Finds work that nobody signalled, because its time has come or its node has died, and hands it to the background jobs. Only where
/// those carry the deliveries; on one node at a time.
/// </summary>
internal sealed class DueDeliveriesWorker : AllDatabasesWorker
{
    private readonly JobHandOver _jobs;
    private readonly TimeProvider _timeProvider;

    public DueDeliveriesWorker(
        AbpAsyncTimer timer, IServiceScopeFactory scopes, IAbpDistributedLock distributedLock, IAmbientTenant tenant,
        IDeliveryPartitionSource partitions, JobHandOver jobs, IOptions<DispatchOptions> options, TimeProvider timeProvider)
        : base(timer, scopes, distributedLock, tenant, partitions)
    {
        (_jobs, _timeProvider) = (jobs, timeProvider);
        timer.Period = (int)options.Value.PollInterval.TotalMilliseconds;
    }

    protected override string LockName => "WeChatNotifications.DueDeliveries";

    protected override string Activity => "looking for due deliveries";

    protected override async Task WorkAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var app in await services.GetRequiredService<IDeliveryQueue>().FindAppsWithWorkAsync(_timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false))
        {
            _jobs.WorkArrived(app);
        }
    }
}
