using WeChatNotifications.Sending;

namespace WeChatNotifications.Events;

/// <summary>Which notifications a domain event of the host causes.</summary>
public sealed class NotificationEventMappings
{
    private readonly List<(Type Event, Func<object, IEnumerable<Notification>> Map)> _mappings = [];

    /// <summary>The event types somebody mapped.</summary>
    public IReadOnlyCollection<Type> EventTypes => [.. _mappings.Select(m => m.Event).Distinct()];

    /// <summary>Maps an event, and every event derived from it, to one notification; null for none.</summary>
    public NotificationEventMappings On<TEvent>(Func<TEvent, Notification?> map)
        where TEvent : notnull
        => OnMany<TEvent>(e => map(e) is { } notification ? [notification] : []);

    /// <summary>Maps an event, and every event derived from it, to any number of notifications. What the map throws reaches whoever published the event.</summary>
    public NotificationEventMappings OnMany<TEvent>(Func<TEvent, IEnumerable<Notification>> map)
        where TEvent : notnull
    {
        ArgumentNullException.ThrowIfNull(map);
        _mappings.Add((typeof(TEvent), e => (map((TEvent)e) ?? []).Where(n => n is not null)));
        return this;
    }

    /// <summary>All notifications that an event causes.</summary>
    internal IReadOnlyList<Notification> NotificationsOf(object domainEvent)
        => [.. _mappings.Where(m => m.Event.IsInstanceOfType(domainEvent)).SelectMany(m => m.Map(domainEvent))];
}
