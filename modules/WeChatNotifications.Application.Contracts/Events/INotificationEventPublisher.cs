namespace WeChatNotifications.Events;

/// <summary>The way in for events: turns each into the notifications that the host has mapped it to, and queues them.</summary>
public interface INotificationEventPublisher
{
    /// <summary>
    /// Hands over one event. An event nobody mapped does nothing. A mapped notification that breaks a rule is logged and counted and
    /// does not disturb the caller, unless the options say that it shall throw.
    /// </summary>
    Task PublishAsync(object domainEvent, CancellationToken cancellationToken = default);
}
