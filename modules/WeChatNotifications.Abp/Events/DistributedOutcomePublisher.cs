using Microsoft.Extensions.Logging;
using Volo.Abp.EventBus.Distributed;
using WeChatNotifications.Events;

namespace WeChatNotifications.Abp.Events;

/// <summary>Publishes outcomes that are recorded already on the distributed event bus. A handler's fault costs its own event only.</summary>
internal sealed partial class DistributedOutcomePublisher(IDistributedEventBus bus, OutcomeEtos etos, ILogger<DistributedOutcomePublisher> logger) : IOutcomePublisher
{
    public async Task PublishAsync(IReadOnlyList<IOutcomeEvent> events, CancellationToken cancellationToken)
    {
        foreach (var outcome in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var eto = etos.Of(outcome);
                await bus.PublishAsync(eto.GetType(), eto, onUnitOfWorkComplete: false).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // Somebody's handler, or the broker. The outcome itself is safe in the database.
                LogNotPublished(logger, outcome, exception);
            }
        }
    }

    [LoggerMessage(5002, LogLevel.Error, "{Outcome} was recorded but could not be published")]
    private static partial void LogNotPublished(ILogger logger, IOutcomeEvent outcome, Exception exception);
}
