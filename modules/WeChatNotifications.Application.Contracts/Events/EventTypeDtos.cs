namespace WeChatNotifications.Events;

/// <summary>An event of the host that mappings can be made for.</summary>
public sealed record EventTypeDto
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What people read.</summary>
    public required string Display { get; init; }

    /// <summary>The values that mappings can use.</summary>
    public required IReadOnlyList<EventPropertyDto> Properties { get; init; }
}

/// <summary>A value of an event.</summary>
/// <param name="Path">Path to it, such as <c>Order.Number</c>.</param>
/// <param name="Type">What kind of value it is.</param>
/// <param name="Choices">The names that a choice is made from; null for other kinds.</param>
/// <param name="Operators">The operators that conditions can use on it.</param>
public sealed record EventPropertyDto(string Path, EventPropertyType Type, IReadOnlyList<string>? Choices, IReadOnlyList<EventConditionOperator> Operators);
