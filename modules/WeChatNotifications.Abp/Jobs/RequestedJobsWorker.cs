using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.Threading;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Jobs;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Jobs;

/// <summary>
/// Looks in every database for runs that somebody asks for, on every node and without a lock: which node does one, the job's own lock and
/// lease say.
/// </summary>
internal sealed class RequestedJobsWorker : AsyncPeriodicBackgroundWorkerBase
{
    private readonly Dictionary<string, IRequestableJob> _jobs;
    private readonly JobReports _reports;
    private readonly IAmbientTenant _tenant;
    private readonly IDeliveryPartitionSource _partitions;

    public RequestedJobsWorker(
        AbpAsyncTimer timer, IServiceScopeFactory scopes, IServiceProvider services, IEnumerable<IModuleJob> jobs, JobReports reports, IAmbientTenant tenant,
        IDeliveryPartitionSource partitions)
        : base(timer, scopes)
    {
        _jobs = jobs.ToDictionary(j => j.Name, j => (IRequestableJob)services.GetRequiredService(ModuleJobWorkers.TypeFor(j.GetType())), StringComparer.Ordinal);
        (_reports, _tenant, _partitions) = (reports, tenant, partitions);
        timer.Period = (int)JobRequests.LookInterval.TotalMilliseconds;
    }

    protected override async Task DoWorkAsync(PeriodicBackgroundWorkerContext workerContext)
    {
        foreach (var partition in await _partitions.GetAsync(workerContext.CancellationToken).ConfigureAwait(false))
        {
            try
            {
                foreach (var name in await ListRequestedAsync(partition, workerContext.CancellationToken).ConfigureAwait(false))
                {
                    _jobs.GetValueOrDefault(name)?.BeginOnRequest(partition);
                }
            }
            catch (Exception exception) when (!workerContext.CancellationToken.IsCancellationRequested)
            {
                // One tenant's database that is away must not keep the others waiting.
                DeliveryEngineLog.Fault(Logger, $"looking for requested jobs in database {partition.Name}", exception);
            }
        }
    }

    private async Task<IReadOnlyList<string>> ListRequestedAsync(DeliveryPartition partition, CancellationToken cancellationToken)
    {
        using var bound = _tenant.Change(partition.TenantId);
        using var allTenants = _tenant.DisableFilter();
        return await _reports.ListRequestedAsync(cancellationToken).ConfigureAwait(false);
    }
}
