using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Events;

/// <summary>A mapping that an administrator has made, with its paths resolved.</summary>
internal sealed class RunTimeMapping
{
    private readonly EventMappingSettings _settings;
    private readonly EventProperty _recipient;
    private readonly IReadOnlyList<(string Field, EventProperty? Property, string? Constant)> _fields;
    private readonly IReadOnlyList<EventComparison> _conditions;
    private readonly IReadOnlyDictionary<string, EventProperty> _keyParts;

    private RunTimeMapping(
        EventMappingSettings settings, EventType eventType, EventProperty recipient,
        IReadOnlyList<(string Field, EventProperty? Property, string? Constant)> fields, IReadOnlyList<EventComparison> conditions,
        IReadOnlyDictionary<string, EventProperty> keyParts)
        => (_settings, EventType, _recipient, _fields, _conditions, _keyParts) = (settings, eventType, recipient, fields, conditions, keyParts);

    /// <summary>What people call it.</summary>
    public string Name => _settings.Name!;

    /// <summary>The event.</summary>
    public EventType EventType { get; }

    /// <summary>Makes one; null when event and mapping do not fit, and then <paramref name="check"/> says why.</summary>
    /// <param name="settings">The mapping, checked by itself.</param>
    /// <param name="catalogue">The host's events.</param>
    /// <param name="check">Takes what is wrong.</param>
    public static RunTimeMapping? Create(EventMappingSettings settings, EventCatalogue catalogue, RuleCheck check)
    {
        var before = check.Violations.Count;
        if (string.IsNullOrEmpty(settings.EventName))
        {
            return null;
        }

        if (catalogue.Find(settings.EventName) is not { } eventType)
        {
            check.Add(new("eventName", RuleCodes.Unknown, ("value", settings.EventName)));
            return null;
        }

        var recipient = Find(eventType, settings.RecipientPath, "recipientPath", check);
        if (recipient is { Type: EventPropertyType.Boolean or EventPropertyType.Time or EventPropertyType.Choice })
        {
            check.Add(Misfit("recipientPath", recipient));
        }

        var fields = settings.Fields.Select((f, i) => (f.Field, f.Path is null ? null : Find(eventType, f.Path, $"fields[{i}].path", check), f.Constant)).ToList();
        var conditions = settings.Conditions.Select((c, i) => Find(eventType, c.Path, $"conditions[{i}].path", check) is { } property
            ? EventComparison.Create(c, property, $"conditions[{i}]", check) : null).OfType<EventComparison>().ToList();
        var keyParts = new Dictionary<string, EventProperty>(StringComparer.Ordinal);
        foreach (var path in settings.DedupKeyPattern is { } pattern ? KeyPattern.Paths(pattern) ?? [] : [])
        {
            if (Find(eventType, path, "dedupKeyPattern", check) is { } part)
            {
                keyParts[path] = part;
            }
        }

        return check.Violations.Count > before ? null : new RunTimeMapping(settings, eventType, recipient!, fields, conditions, keyParts);
    }

    /// <summary>A violation that says that a value does not fit where it is used.</summary>
    public static RuleViolation Misfit(string field, EventProperty property)
        => new(field, RuleCodes.EventValueType, ("value", property.Path), ("type", "L:EventPropertyType:" + property.Type));

    /// <summary>Whether an event fulfils all conditions.</summary>
    public bool Matches(Func<EventProperty, object?> valueOf) => _conditions.All(c => c.Holds(valueOf(c.Property)));

    /// <summary>The notification of an event; null when the event names nobody.</summary>
    /// <param name="valueOf">The event's values.</param>
    /// <param name="now">The present.</param>
    /// <param name="check">Takes what is wrong.</param>
    public Notification? ToNotification(Func<EventProperty, object?> valueOf, DateTimeOffset now, RuleCheck check)
    {
        if (TextOf(valueOf(_recipient)) is not { } recipient)
        {
            return null;
        }

        var data = new Dictionary<string, object?>(_fields.Count, StringComparer.Ordinal);
        foreach (var (field, property, constant) in _fields)
        {
            data[field] = property is null ? constant : valueOf(property);
        }

        return new()
        {
            Template = _settings.TemplateName!,
            To = _settings.RecipientKind == EventRecipientKind.OpenId ? NotificationRecipients.OpenId(recipient) : NotificationRecipients.UserId(recipient),
            Data = data,
            DedupKey = _settings.DedupKeyPattern is { } pattern ? KeyPattern.Fill(pattern, KeyPartOf) : null,
            NotBefore = _settings.DelaySeconds is { } delay ? now.AddSeconds(delay) : null,
            Priority = _settings.Priority,
        };

        string KeyPartOf(string path)
        {
            if (TextOf(valueOf(_keyParts[path])) is { } part)
            {
                return part;
            }

            // Events without the value would all be taken for repeats of the first one.
            check.AddOnce(new("dedupKeyPattern", RuleCodes.Required));
            return "";
        }
    }

    private static string? TextOf(object? value) => value is null || string.IsNullOrWhiteSpace(FieldFormatter.FormatForPage(value)) ? null : FieldFormatter.FormatForPage(value)!.Trim();

    private static EventProperty? Find(EventType eventType, string? path, string field, RuleCheck check)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        var property = eventType.Find(path);
        if (property is null)
        {
            check.Add(new(field, RuleCodes.EventPath, ("value", path)));
        }

        return property;
    }
}
