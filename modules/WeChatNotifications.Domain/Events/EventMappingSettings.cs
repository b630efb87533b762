using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Events;

/// <summary>Everything an administrator may say about an event mapping.</summary>
public sealed record EventMappingSettings
{
    /// <summary>What people call it, unique in the tenant.</summary>
    public required string? Name { get; init; }

    /// <summary>The event's name in the catalogue.</summary>
    public required string? EventName { get; init; }

    /// <summary>Whether it is at work.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Logical name of the template.</summary>
    public required string? TemplateName { get; init; }

    /// <summary>How the event names the receiver.</summary>
    public EventRecipientKind RecipientKind { get; init; }

    /// <summary>Path to the receiver.</summary>
    public required string? RecipientPath { get; init; }

    /// <summary>The values of the message.</summary>
    public IReadOnlyList<EventMappingField> Fields { get; init; } = [];

    /// <summary>What the event has to be like; all must hold.</summary>
    public IReadOnlyList<EventMappingCondition> Conditions { get; init; } = [];

    /// <summary>What makes a repeated event harmless, such as <c>order-{Id}</c>; null for nothing.</summary>
    public string? DedupKeyPattern { get; init; }

    /// <summary>Seconds after the event before which nothing is sent; null for at once.</summary>
    public int? DelaySeconds { get; init; }

    /// <summary>Which lane its messages take.</summary>
    public DeliveryPriority Priority { get; init; }

    /// <summary>Checks every rule that needs neither event nor template, and returns the settings with texts trimmed.</summary>
    public EventMappingSettings Check(RuleCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var result = this with
        {
            Name = check.Text(Name, "name", EventMappingLimits.NameLength),
            EventName = check.Text(EventName, "eventName", EventMappingLimits.EventNameLength),
            TemplateName = check.Text(TemplateName, "template", MessageTemplateLimits.NameLength),
            RecipientKind = check.Defined(RecipientKind, "recipientKind"),
            RecipientPath = check.Text(RecipientPath, "recipientPath", EventMappingLimits.PathLength),
            Fields = CheckFields(check),
            Conditions = CheckConditions(check),
            DedupKeyPattern = check.OptionalText(DedupKeyPattern, "dedupKeyPattern", EventMappingLimits.DedupKeyPatternLength),
            Priority = check.Defined(Priority, "priority"),
        };
        if (DelaySeconds is { } delay)
        {
            check.Range(delay, "delaySeconds", 0, EventMappingLimits.MaxDelaySeconds);
        }

        if (result.DedupKeyPattern is { } pattern && KeyPattern.Paths(pattern) is not { Count: > 0 })
        {
            // Without a value of the event, one event would be the repeat of every other.
            check.Add(new("dedupKeyPattern", RuleCodes.KeyPattern));
        }

        return result with { DelaySeconds = DelaySeconds == 0 ? null : DelaySeconds };
    }

    private EventMappingField[] CheckFields(RuleCheck check)
    {
        if (Fields.Count > EventMappingLimits.MaxFields)
        {
            check.Add(new("fields", RuleCodes.TooMany, ("count", Fields.Count), ("max", EventMappingLimits.MaxFields)));
            return [];
        }

        EventMappingField[] fields = [.. Fields.Select((field, i) => CheckField(field, $"fields[{i}]", check))];
        foreach (var twice in fields.Where(f => f.Field.Length > 0).GroupBy(f => f.Field, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            check.Add(new("fields", RuleCodes.Duplicate, ("value", twice.Key)));
        }

        return fields;
    }

    private static EventMappingField CheckField(EventMappingField? field, string path, RuleCheck check)
    {
        var result = new EventMappingField(
            check.Text(field?.Field, path + ".field", MessageTemplateLimits.FieldNameLength),
            check.OptionalText(field?.Path, path + ".path", EventMappingLimits.PathLength),
            check.OptionalText(field?.Constant, path + ".constant", EventMappingLimits.ValueLength));
        if (result is { Path: null, Constant: null })
        {
            check.Add(new(path + ".path", RuleCodes.Required));
        }
        else if (result is { Path: not null, Constant: not null })
        {
            check.Add(new(path + ".constant", RuleCodes.GivenTwice));
        }

        return result;
    }

    private EventMappingCondition[] CheckConditions(RuleCheck check)
    {
        if (Conditions.Count > EventMappingLimits.MaxConditions)
        {
            check.Add(new("conditions", RuleCodes.TooMany, ("count", Conditions.Count), ("max", EventMappingLimits.MaxConditions)));
            return [];
        }

        return [.. Conditions.Select((condition, i) =>
        {
            var path = $"conditions[{i}]";
            var result = new EventMappingCondition(
                check.Text(condition?.Path, path + ".path", EventMappingLimits.PathLength),
                check.Defined(condition?.Operator ?? default, path + ".operator"),
                check.OptionalText(condition?.Value, path + ".value", EventMappingLimits.ValueLength));
            if (result.NeedsValue && result.Value is null)
            {
                check.Add(new(path + ".value", RuleCodes.Required));
            }

            return result.NeedsValue ? result : result with { Value = null };
        })];
    }
}
