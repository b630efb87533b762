using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Volo.Abp.BackgroundJobs;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>
/// Takes the engine's place as the receiver of wake-ups: each becomes a job. A thousand messages of one app need one job; a wake-up that
/// is lost with the process is made good by <see cref="DueDeliveriesWorker"/>.
/// </summary>
internal sealed partial class JobHandOver(
    IServiceScopeFactory scopes, IAmbientTenant tenant, DeliverySignal signal, TimeProvider timeProvider, ILogger<JobHandOver> logger)
    : BackgroundService, IDeliverySignal
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(Guid App, Guid? Tenant), bool> _waiting = new();
    private readonly Channel<(Guid App, Guid? Tenant)> _apps = Channel.CreateUnbounded<(Guid, Guid?)>(new UnboundedChannelOptions { SingleReader = true });

    public void WorkArrived(Guid appCredentialId)
    {
        // Whoever wakes is the tenant whose database holds the work.
        var work = (appCredentialId, tenant.Id);
        if (_waiting.TryAdd(work, true))
        {
            _apps.Writer.TryWrite(work);
        }
    }

    public void SettingsChanged(Guid appCredentialId)
    {
        // Others than the engine listen too: whoever checks what WeChat pushes must know of new keys.
        signal.SettingsChanged(appCredentialId);
        WorkArrived(appCredentialId);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var work in _apps.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            // From here on a new message needs a new job: this one may have looked already.
            _waiting.TryRemove(work, out _);
            try
            {
                var scope = scopes.CreateAsyncScope();
                await using (scope.ConfigureAwait(false))
                {
                    await scope.ServiceProvider.GetRequiredService<IBackgroundJobManager>().EnqueueAsync(
                        new WeChatDeliveryJobArgs { AppCredentialId = work.App, TenantId = work.Tenant }).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotHandedOver(logger, work.App, exception);
                await Task.Delay(RetryInterval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(5003, LogLevel.Error, "The work of app {App} could not be handed to the background jobs; the next look at the queue tries again")]
    private static partial void LogNotHandedOver(ILogger logger, Guid app, Exception exception);
}
