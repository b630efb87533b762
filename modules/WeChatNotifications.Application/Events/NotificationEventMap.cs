using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Events;

/// <summary>Says step by step which notification an event causes: <c>On&lt;OrderPaid&gt;().Send("order-paid").ToOpenId(e =&gt; e.OpenId)</c>.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class NotificationEventMap<TEvent>
    where TEvent : notnull
{
    private readonly NotificationEventMappings _mappings;
    private readonly List<(string Field, Func<TEvent, object?> Value)> _data = [];
    private readonly List<Func<TEvent, bool>> _conditions = [];
    private Func<TEvent, string>? _template;
    private Func<TEvent, NotificationRecipients?>? _to;
    private Func<TEvent, string?>? _dedupKey;
    private Func<TEvent, DateTimeOffset?>? _notBefore;
    private Func<TEvent, DateTimeOffset?>? _expiresAt;
    private DeliveryPriority _priority;

    internal NotificationEventMap(NotificationEventMappings mappings) => _mappings = mappings;

    /// <summary>Only such events; called more than once, all must hold.</summary>
    public NotificationEventMap<TEvent> When(Func<TEvent, bool> condition) => Set(() => _conditions.Add(condition));

    /// <summary>By this template.</summary>
    public NotificationEventMap<TEvent> Send(string template) => Send(_ => template);

    /// <summary>By a template that depends on the event.</summary>
    public NotificationEventMap<TEvent> Send(Func<TEvent, string> template) => Set(() => _template = template);

    /// <summary>To a user by openid; an event without one tells nobody.</summary>
    public NotificationEventMap<TEvent> ToOpenId(Func<TEvent, string?> openId)
        => To(e => openId(e) is { Length: > 0 } one ? NotificationRecipients.OpenId(one) : null);

    /// <summary>To a user by the host's own id; an event without one tells nobody.</summary>
    public NotificationEventMap<TEvent> ToUser(Func<TEvent, object?> userId)
        => To(e => FormattableString.Invariant($"{userId(e)}") is { Length: > 0 } one ? NotificationRecipients.UserId(one) : null);

    /// <summary>To one or several users; an event without any tells nobody.</summary>
    public NotificationEventMap<TEvent> To(Func<TEvent, NotificationRecipients?> recipients) => Set(() => _to = recipients);

    /// <summary>A value of the message, by the field's name or key or a placeholder of the page.</summary>
    public NotificationEventMap<TEvent> With(string field, Func<TEvent, object?> value) => Set(() => _data.Add((field, value)));

    /// <summary>A value that is always the same.</summary>
    public NotificationEventMap<TEvent> With(string field, object? value) => With(field, _ => value);

    /// <summary>What makes a repeated event harmless.</summary>
    public NotificationEventMap<TEvent> OncePer(Func<TEvent, string?> dedupKey) => Set(() => _dedupKey = dedupKey);

    /// <summary>Not before a moment.</summary>
    public NotificationEventMap<TEvent> NotBefore(Func<TEvent, DateTimeOffset?> moment) => Set(() => _notBefore = moment);

    /// <summary>Not at or after a moment.</summary>
    public NotificationEventMap<TEvent> ExpiresAt(Func<TEvent, DateTimeOffset?> moment) => Set(() => _expiresAt = moment);

    /// <summary>In this lane.</summary>
    public NotificationEventMap<TEvent> As(DeliveryPriority priority) => Set(() => _priority = priority);

    /// <summary>Goes on with the next event.</summary>
    public NotificationEventMappings And() => _mappings;

    internal void RequireWhole()
    {
        if (_template is null || _to is null)
        {
            throw new InvalidOperationException($"The notification of {typeof(TEvent)} has no {(_template is null ? "template: call Send" : "receiver: call ToOpenId, ToUser or To")}.");
        }
    }

    internal Notification? ToNotification(TEvent domainEvent)
    {
        RequireWhole();
        if (!_conditions.TrueForAll(c => c(domainEvent)) || _to!(domainEvent) is not { Count: > 0 } to)
        {
            return null;
        }

        var data = new Dictionary<string, object?>(_data.Count, StringComparer.Ordinal);
        foreach (var (field, value) in _data)
        {
            data[field] = value(domainEvent);
        }

        return new()
        {
            Template = _template!(domainEvent),
            To = to,
            Data = data,
            DedupKey = _dedupKey?.Invoke(domainEvent),
            NotBefore = _notBefore?.Invoke(domainEvent),
            ExpiresAt = _expiresAt?.Invoke(domainEvent),
            Priority = _priority,
        };
    }

    private NotificationEventMap<TEvent> Set(Action set)
    {
        set();
        return this;
    }
}
