using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.Threading;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>
/// Measures the backlog for metrics and the health check. On every node, without a lock: each answers for itself whether messages wait
/// too long.
/// </summary>
internal sealed class BacklogWorker : AsyncPeriodicBackgroundWorkerBase
{
    private readonly BacklogMonitor _monitor;

    public BacklogWorker(AbpAsyncTimer timer, IServiceScopeFactory scopes, BacklogMonitor monitor, IOptions<DispatchOptions> options)
        : base(timer, scopes)
    {
        _monitor = monitor;
        timer.Period = (int)options.Value.BacklogInterval.TotalMilliseconds;
        timer.RunOnStart = true;
    }

    protected override Task DoWorkAsync(PeriodicBackgroundWorkerContext workerContext) => _monitor.MeasureAsync(workerContext.CancellationToken);
}
