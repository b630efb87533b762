using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Events;

/// <summary>Where a value of the message comes from.</summary>
public sealed record EventMappingFieldDto
{
    /// <summary>Name or key of the template's field, or a placeholder of its page.</summary>
    public string? Field { get; init; }

    /// <summary>Path to the event's value, such as <c>Order.Number</c>; or a constant instead.</summary>
    public string? Path { get; init; }

    /// <summary>The value, where it is always the same.</summary>
    public string? Constant { get; init; }
}

/// <summary>What an event has to be like.</summary>
public sealed record EventMappingConditionDto
{
    /// <summary>Path to the event's value.</summary>
    public string? Path { get; init; }

    /// <summary>How it is compared.</summary>
    public EventConditionOperator Operator { get; init; }

    /// <summary>What it is compared with: numbers and times as in JSON, choices by their names, times without an offset in UTC. Null for <c>exists</c>.</summary>
    public string? Value { get; init; }
}

/// <summary>A mapping as it is given.</summary>
public record SaveEventMappingDto
{
    /// <summary>What people call it, unique in the tenant.</summary>
    public string? Name { get; init; }

    /// <summary>The event, by its name in the catalogue.</summary>
    public string? EventName { get; init; }

    /// <summary>Whether it is at work. Default true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Logical name of the template.</summary>
    public string? Template { get; init; }

    /// <summary>How the event names the receiver. Default by openid.</summary>
    public EventRecipientKind RecipientKind { get; init; }

    /// <summary>Path to the receiver. An event without a value there tells nobody.</summary>
    public string? RecipientPath { get; init; }

    /// <summary>The values of the message, up to 30.</summary>
    public IReadOnlyList<EventMappingFieldDto?>? Fields { get; init; }

    /// <summary>What the event has to be like, up to 10; all must hold.</summary>
    public IReadOnlyList<EventMappingConditionDto?>? Conditions { get; init; }

    /// <summary>Makes a repeated event harmless: a text with values of the event, such as <c>order-{Id}</c>; unique in the tenant when filled.</summary>
    public string? DedupKeyPattern { get; init; }

    /// <summary>Seconds after the event before which nothing is sent, up to 30 days.</summary>
    public int? DelaySeconds { get; init; }

    /// <summary>Which lane its messages take. Default transactional.</summary>
    public DeliveryPriority Priority { get; init; }
}

/// <summary>Changes to a mapping.</summary>
public sealed record UpdateEventMappingDto : SaveEventMappingDto
{
    /// <summary>The stamp the caller saw; null overwrites whatever is there.</summary>
    public Guid? ConcurrencyStamp { get; init; }
}

/// <summary>A mapping as it stands.</summary>
public sealed record EventMappingDto : SaveEventMappingDto
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Give it back with an update to make sure nobody else changed it meanwhile.</summary>
    public required Guid ConcurrencyStamp { get; init; }
}
