using WeChatNotifications.Sending;

namespace WeChatNotifications.Events;

/// <summary>Which notifications a domain event of the host causes, and which events administrators may map themselves.</summary>
public sealed class NotificationEventMappings
{
    private readonly List<(Type Event, Func<object, IEnumerable<Notification>> Map)> _mappings = [];
    private readonly List<Type> _events = [];
    private readonly Dictionary<Type, (string? Name, string? Display)> _named = [];
    private readonly List<(Type Event, Action Check)> _unfinished = [];

    /// <summary>The event types somebody mapped or registered.</summary>
    public IReadOnlyCollection<Type> EventTypes => [.. _events];

    /// <summary>What developers have called them.</summary>
    internal IReadOnlyDictionary<Type, (string? Name, string? Display)> NamedEvents => _named;

    /// <summary>Maps an event, and every event derived from it, to one notification; null for none. Registers it as <see cref="Event"/> does.</summary>
    public NotificationEventMappings On<TEvent>(Func<TEvent, Notification?> map)
        where TEvent : notnull
        => OnMany<TEvent>(e => map(e) is { } notification ? [notification] : []);

    /// <summary>Maps an event, and every event derived from it, to any number of notifications. What the map throws reaches whoever published the event.</summary>
    public NotificationEventMappings OnMany<TEvent>(Func<TEvent, IEnumerable<Notification>> map)
        where TEvent : notnull
    {
        ArgumentNullException.ThrowIfNull(map);
        Register(typeof(TEvent));
        _mappings.Add((typeof(TEvent), e => (map((TEvent)e) ?? []).Where(n => n is not null)));
        return this;
    }

    /// <summary>
    /// Begins to map an event, and every event derived from it, to one notification, step by step:
    /// <c>On&lt;OrderPaid&gt;().Send("order-paid").ToUser(e =&gt; e.CustomerId).With("number", e =&gt; e.Number)</c>. Call it again for a second one.
    /// </summary>
    public NotificationEventMap<TEvent> On<TEvent>()
        where TEvent : notnull
    {
        var map = new NotificationEventMap<TEvent>(this);
        _unfinished.Add((typeof(TEvent), map.RequireWhole));
        On<TEvent>(map.ToNotification);
        return map;
    }

    /// <summary>Lets administrators map an event at run time. What they may use of it, <c>docs/events.md</c> tells.</summary>
    /// <param name="name">Its name in the catalogue; null for that of its <see cref="NotificationEventAttribute"/>, else of its type: <c>order-paid</c> for <c>OrderPaid</c>.</param>
    /// <param name="display">What people read; null for the name.</param>
    public NotificationEventMappings Event<TEvent>(string? name = null, string? display = null)
        where TEvent : notnull
    {
        Register(typeof(TEvent));
        if (name is not null || display is not null)
        {
            _named[typeof(TEvent)] = (name is null ? null : EventCatalogue.CheckName(name), display);
        }

        return this;
    }

    /// <summary>All notifications that an event causes.</summary>
    internal IReadOnlyList<Notification> NotificationsOf(object domainEvent)
        => [.. _mappings.Where(m => m.Event.IsInstanceOfType(domainEvent)).SelectMany(m => m.Map(domainEvent))];

    /// <summary>Says what a developer has forgotten.</summary>
    /// <exception cref="InvalidOperationException">A map that was begun has no template or no receiver.</exception>
    internal void RequireWhole() => _unfinished.ForEach(m => m.Check());

    private void Register(Type type)
    {
        if (!_events.Contains(type))
        {
            _events.Add(type);
        }
    }
}
