using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Volo.Abp.BackgroundJobs;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>
/// Takes the engine's place as the receiver of wake-ups: each becomes a job. A thousand messages of one app need one job; a wake-up that
/// is lost with the process is made good by <see cref="DueDeliveriesWorker"/>.
/// </summary>
internal sealed partial class JobHandOver(IServiceScopeFactory scopes, TimeProvider timeProvider, ILogger<JobHandOver> logger) : BackgroundService, IDeliverySignal
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, bool> _waiting = new();
    private readonly Channel<Guid> _apps = Channel.CreateUnbounded<Guid>(new UnboundedChannelOptions { SingleReader = true });

    public void WorkArrived(Guid appCredentialId)
    {
        if (_waiting.TryAdd(appCredentialId, true))
        {
            _apps.Writer.TryWrite(appCredentialId);
        }
    }

    public void SettingsChanged(Guid appCredentialId) => WorkArrived(appCredentialId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var app in _apps.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            // From here on a new message needs a new job: this one may have looked already.
            _waiting.TryRemove(app, out _);
            try
            {
                var scope = scopes.CreateAsyncScope();
                await using (scope.ConfigureAwait(false))
                {
                    await scope.ServiceProvider.GetRequiredService<IBackgroundJobManager>().EnqueueAsync(new WeChatDeliveryJobArgs { AppCredentialId = app }).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotHandedOver(logger, app, exception);
                await Task.Delay(RetryInterval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(5003, LogLevel.Error, "The work of app {App} could not be handed to the background jobs; the next look at the queue tries again")]
    private static partial void LogNotHandedOver(ILogger logger, Guid app, Exception exception);
}
