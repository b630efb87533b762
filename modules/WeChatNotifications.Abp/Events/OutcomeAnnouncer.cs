using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Volo.Abp.EventBus.Distributed;

namespace WeChatNotifications.Abp.Events;

/// <summary>
/// Publishes outcomes that are recorded already, in a host without an outbox: one after the other and beside the engine, so that a slow
/// or broken handler holds up no message. What is not published when the process dies is lost; an outbox does not lose it.
/// </summary>
internal sealed partial class OutcomeAnnouncer(IServiceScopeFactory scopes, ILogger<OutcomeAnnouncer> logger) : BackgroundService
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly Channel<WeChatDeliveryEto> _outcomes = Channel.CreateUnbounded<WeChatDeliveryEto>(new UnboundedChannelOptions { SingleReader = true });

    public void Announce(WeChatDeliveryEto outcome) => _outcomes.Writer.TryWrite(outcome);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _outcomes.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await Task.WhenAny(running, Task.Delay(LastWords, cancellationToken)).ConfigureAwait(false);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var outcome in _outcomes.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                var scope = scopes.CreateAsyncScope();
                await using (scope.ConfigureAwait(false))
                {
                    await scope.ServiceProvider.GetRequiredService<IDistributedEventBus>()
                        .PublishAsync(outcome.GetType(), outcome, onUnitOfWorkComplete: false).ConfigureAwait(false);
                }
            }
            catch (Exception exception)
            {
                // Somebody's handler, or the broker. The outcome itself is safe in the delivery log.
                LogNotPublished(logger, outcome.Id, exception);
            }
        }
    }

    [LoggerMessage(5002, LogLevel.Error, "The outcome of delivery {Id} was recorded but could not be published")]
    private static partial void LogNotPublished(ILogger logger, Guid id, Exception exception);
}
