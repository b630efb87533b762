namespace WeChatNotifications.Events;

/// <summary>
/// An entity of the host that collects its domain events. When its DbContext uses <c>UseWeChatNotifications</c>, saving it hands
/// the events to <see cref="INotificationEventPublisher"/> in the same transaction.
/// </summary>
public interface IHasNotificationEvents
{
    /// <summary>What happened since the last save.</summary>
    IReadOnlyCollection<object> NotificationEvents { get; }

    /// <summary>Forgets them; called once they are handed over and saved.</summary>
    void ClearNotificationEvents();
}
