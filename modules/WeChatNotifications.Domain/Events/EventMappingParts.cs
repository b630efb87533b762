namespace WeChatNotifications.Events;

/// <summary>Where a value of the message comes from: from the event, or it is always the same.</summary>
/// <param name="Field">Name or key of the template's field, or a placeholder of its page.</param>
/// <param name="Path">Path to the event's value, such as <c>Order.Number</c>; null for a constant.</param>
/// <param name="Constant">The value; null for one of the event.</param>
public sealed record EventMappingField(string Field, string? Path, string? Constant);

/// <summary>What an event has to be like.</summary>
/// <param name="Path">Path to the event's value.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">What it is compared with, as text: numbers and times invariant. Null where the operator needs none.</param>
public sealed record EventMappingCondition(string Path, EventConditionOperator Operator, string? Value)
{
    /// <summary>Whether the operator compares with a value.</summary>
    public bool NeedsValue => Operator != EventConditionOperator.Exists;
}
