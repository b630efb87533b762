using System.Globalization;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Events;

/// <summary>A condition of a mapping, ready to be asked of events.</summary>
internal sealed class EventComparison
{
    private static readonly EventConditionOperator[] ForOrdered =
    [
        EventConditionOperator.Eq, EventConditionOperator.Ne, EventConditionOperator.Gt, EventConditionOperator.Ge, EventConditionOperator.Lt,
        EventConditionOperator.Le, EventConditionOperator.Exists,
    ];

    private static readonly EventConditionOperator[] ForTexts =
        [EventConditionOperator.Eq, EventConditionOperator.Ne, EventConditionOperator.Exists, EventConditionOperator.Contains];

    private static readonly EventConditionOperator[] ForOthers = [EventConditionOperator.Eq, EventConditionOperator.Ne, EventConditionOperator.Exists];

    private readonly EventConditionOperator _operator;
    private readonly IComparable? _operand;

    private EventComparison(EventProperty property, EventConditionOperator comparison, IComparable? operand)
        => (Property, _operator, _operand) = (property, comparison, operand);

    /// <summary>The value it asks about.</summary>
    public EventProperty Property { get; }

    /// <summary>Makes one; null when it makes no sense, and then <paramref name="check"/> says why.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="property">The value that its path leads to.</param>
    /// <param name="field">The condition's place in the input.</param>
    /// <param name="check">Takes what is wrong.</param>
    public static EventComparison? Create(EventMappingCondition condition, EventProperty property, string field, RuleCheck check)
    {
        var allowed = OperatorsFor(property.Type);
        var kind = "L:EventPropertyType:" + property.Type;
        if (!allowed.Contains(condition.Operator))
        {
            check.Add(new(field + ".operator", RuleCodes.EventOperator, ("type", kind), ("allowed", string.Join(", ", allowed).ToLowerInvariant())));
            return null;
        }

        if (!condition.NeedsValue)
        {
            return new EventComparison(property, condition.Operator, operand: null);
        }

        if (condition.Value is { } text && Parse(property, text) is { } operand)
        {
            return new EventComparison(property, condition.Operator, operand);
        }

        check.Add(new(field + ".value", RuleCodes.EventOperand, ("value", condition.Value), ("type", kind)));
        return null;
    }

    /// <summary>The operators that go with a kind of value.</summary>
    public static IReadOnlyList<EventConditionOperator> OperatorsFor(EventPropertyType type) => type switch
    {
        EventPropertyType.Number or EventPropertyType.Time => ForOrdered,
        EventPropertyType.Text => ForTexts,
        _ => ForOthers,
    };

    /// <summary>Whether a value fulfils it.</summary>
    public bool Holds(object? value)
    {
        if (value is null || Normal(value) is not { } normal)
        {
            return _operator == EventConditionOperator.Ne;
        }

        return _operator switch
        {
            EventConditionOperator.Exists => normal is not string text || !string.IsNullOrWhiteSpace(text),
            EventConditionOperator.Contains => ((string)normal).Contains((string)_operand!, StringComparison.OrdinalIgnoreCase),
            EventConditionOperator.Eq => Compare(normal) == 0,
            EventConditionOperator.Ne => Compare(normal) != 0,
            EventConditionOperator.Gt => Compare(normal) > 0,
            EventConditionOperator.Ge => Compare(normal) >= 0,
            EventConditionOperator.Lt => Compare(normal) < 0,
            _ => Compare(normal) <= 0,
        };
    }

    private int Compare(IComparable value) => value is string text ? string.CompareOrdinal(text, (string)_operand!) : value.CompareTo(_operand);

    /// <summary>A value in the one form in which its kind is compared; null for a number that is none.</summary>
    private static IComparable? Normal(object value) => value switch
    {
        string or bool or Guid or DateOnly or TimeOnly or DateTimeOffset or Enum => (IComparable)value,
        DateTime { Kind: DateTimeKind.Local } local => new DateTimeOffset(local),
        DateTime moment => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
        double number when !double.IsFinite(number) => null,
        float number when !float.IsFinite(number) => null,
        char or Uri => value.ToString(),
        _ => NumberOf(value),
    };

    private static decimal? NumberOf(object value)
    {
        try
        {
            return Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Times without an offset are taken as UTC, as they are in events.</summary>
    private static IComparable? Parse(EventProperty property, string text) => property.Type switch
    {
        EventPropertyType.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        EventPropertyType.Boolean => bool.TryParse(text, out var flag) ? flag : null,
        EventPropertyType.Id => Guid.TryParse(text, out var id) ? id : null,
        EventPropertyType.Choice => Enum.TryParse(property.ClrType, text, ignoreCase: true, out var member) ? (IComparable)member : null,
        EventPropertyType.Time when property.ClrType == typeof(DateOnly) => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var date) ? date : null,
        EventPropertyType.Time when property.ClrType == typeof(TimeOnly) => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null,
        EventPropertyType.Time
            => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null,
        _ => text,
    };
}
