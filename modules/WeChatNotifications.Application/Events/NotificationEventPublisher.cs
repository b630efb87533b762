using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Events;

/// <summary>Takes domain events to the notifier.</summary>
internal sealed partial class NotificationEventPublisher(
    NotificationEventMappings mappings, RunTimeMappings runTime, IWeChatNotifier notifier, IOptions<SendingOptions> options, WeChatNotificationsMetrics metrics,
    ILogger<NotificationEventPublisher> logger)
    : INotificationEventPublisher
{
    public async Task PublishAsync(object domainEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(domainEvent);
        Notification[] notifications =
            [.. mappings.NotificationsOf(domainEvent), .. await runTime.NotificationsOfAsync(domainEvent, cancellationToken).ConfigureAwait(false)];
        if (notifications.Length == 0)
        {
            return;
        }

        try
        {
            await notifier.SendAsync(notifications, cancellationToken).ConfigureAwait(false);
        }
        catch (RuleViolationException exception) when (!options.Value.EventsThrow)
        {
            if (notifications.Length == 1)
            {
                Reject(domainEvent, exception);
                return;
            }

            // Together none was stored. One by one, a broken template does not silence what other modules have mapped to the event.
            foreach (var notification in notifications)
            {
                await SendAloneAsync(domainEvent, notification, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task SendAloneAsync(object domainEvent, Notification notification, CancellationToken cancellationToken)
    {
        try
        {
            await notifier.SendAsync(notification, cancellationToken).ConfigureAwait(false);
        }
        catch (RuleViolationException exception)
        {
            Reject(domainEvent, exception);
        }
    }

    private void Reject(object domainEvent, RuleViolationException exception)
    {
        var name = domainEvent.GetType().Name;
        metrics.EventRejected(name);
        LogRejected(logger, name, exception.Message);
    }

    [LoggerMessage(3001, LogLevel.Error, "A notification for event {Event} was not queued: {Violations}")]
    private static partial void LogRejected(ILogger logger, string @event, string violations);
}
