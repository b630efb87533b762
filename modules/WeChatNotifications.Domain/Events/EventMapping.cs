using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Events;

/// <summary>
/// Which message an event of the host causes, as an administrator has set it up: template, receiver, values, conditions. Whether event and
/// template exist and fit is for the use cases to know.
/// </summary>
public sealed class EventMapping : Entity
{
    private EventMapping()
    {
    }

    private EventMapping(Guid id, Guid? tenantId, DateTimeOffset now)
        : base(id, tenantId)
        => CreatedAt = now;

    /// <summary>What people call it, unique in the tenant.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The event's name in the catalogue.</summary>
    public string EventName { get; private set; } = "";

    /// <summary>Whether it is at work.</summary>
    public bool IsEnabled { get; private set; }

    /// <summary>Logical name of the template.</summary>
    public string TemplateName { get; private set; } = "";

    /// <summary>How the event names the receiver.</summary>
    public EventRecipientKind RecipientKind { get; private set; }

    /// <summary>Path to the receiver.</summary>
    public string RecipientPath { get; private set; } = "";

    /// <summary>The values of the message.</summary>
    public IReadOnlyList<EventMappingField> Fields { get; private set; } = [];

    /// <summary>What the event has to be like; all must hold.</summary>
    public IReadOnlyList<EventMappingCondition> Conditions { get; private set; } = [];

    /// <summary>What makes a repeated event harmless; null for nothing.</summary>
    public string? DedupKeyPattern { get; private set; }

    /// <summary>Seconds after the event before which nothing is sent; null for at once.</summary>
    public int? DelaySeconds { get; private set; }

    /// <summary>Which lane its messages take.</summary>
    public DeliveryPriority Priority { get; private set; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Changes with every change.</summary>
    public Guid ConcurrencyStamp { get; private set; }

    /// <summary>Sets one up.</summary>
    /// <exception cref="RuleViolationException">A value breaks a rule.</exception>
    public static EventMapping Create(Guid? tenantId, EventMappingSettings settings, DateTimeOffset now)
    {
        var mapping = new EventMapping(NewId(now), tenantId, now);
        mapping.Configure(settings, now);
        return mapping;
    }

    /// <summary>Changes it. Messages that wait already stay as they are.</summary>
    /// <exception cref="RuleViolationException">A value breaks a rule.</exception>
    public void Configure(EventMappingSettings settings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var check = new RuleCheck();
        var valid = settings.Check(check);
        check.ThrowIfBroken();
        (Name, EventName, IsEnabled, TemplateName) = (valid.Name!, valid.EventName!, valid.IsEnabled, valid.TemplateName!);
        (RecipientKind, RecipientPath) = (valid.RecipientKind, valid.RecipientPath!);
        (Fields, Conditions) = (valid.Fields, valid.Conditions);
        (DedupKeyPattern, DelaySeconds, Priority) = (valid.DedupKeyPattern, valid.DelaySeconds, valid.Priority);
        (UpdatedAt, ConcurrencyStamp) = (now, Guid.NewGuid());
    }
}
