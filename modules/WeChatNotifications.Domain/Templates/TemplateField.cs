using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>One field of a message template: WeChat's key, what business code calls it, and how values are treated.</summary>
public sealed record TemplateField
{
    /// <summary>WeChat's key without <c>.DATA</c>, such as <c>thing1</c>; its prefix is the field's type.</summary>
    public required string Key { get; init; }

    /// <summary>What business code calls the field, such as <c>product</c>; null when only the key is used.</summary>
    public string? Name { get; init; }

    /// <summary>What happens to a value that is too long.</summary>
    public OverflowRule Overflow { get; init; }

    /// <summary>
    /// A .NET format for dates, times and numbers, such as <c>yyyy-MM-dd HH:mm</c> or <c>0.00元</c>; null for the type's own.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>Shown when a notification has no value for the field; null makes the field required, since WeChat refuses an empty one.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>The values that an <c>enum_string</c> or <c>const</c> field allows; empty allows any.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>Colour as <c>#RRGGBB</c>, for template and uniform messages; null for WeChat's. Official accounts ignore it since 2023-05-04.</summary>
    public string? Color { get; init; }

    /// <summary>The field's type, read from its key.</summary>
    public TemplateFieldType Type => TemplateFieldKey.TryParse(Key, out var type) ? type : TemplateFieldType.Thing;

    /// <summary>Compares by value, the allowed values included.</summary>
    public bool Equals(TemplateField? other)
        => other is not null && Key == other.Key && Name == other.Name && Overflow == other.Overflow && Format == other.Format
            && DefaultValue == other.DefaultValue && Color == other.Color && AllowedValues.SequenceEqual(other.AllowedValues, StringComparer.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Key, Name, Overflow, Format, DefaultValue, AllowedValues.Count);

    /// <summary>The field with WeChat's present list of values, if its list was WeChat's before or it has none.</summary>
    internal TemplateField WithValuesOf(EnumKeyword? before, EnumKeyword? now)
        => now is not null
            && Type is TemplateFieldType.Enum or TemplateFieldType.Const
            && (AllowedValues.Count == 0 || (before is not null && AllowedValues.SequenceEqual(before.Values, StringComparer.Ordinal)))
            && (DefaultValue is null || now.Values.Contains(DefaultValue, StringComparer.Ordinal))
                ? this with { AllowedValues = now.Values }
                : this;

    internal void Check(RuleCheck check, string path)
    {
        var key = check.Text(Key, path + ".key", MessageTemplateLimits.FieldKeyLength);
        if (key.Length > 0 && !TemplateFieldKey.TryParse(key, out _))
        {
            check.Add(new(path + ".key", RuleCodes.FieldKey, ("value", key)));
            return;
        }

        CheckName(check, path + ".name");
        check.Defined(Overflow, path + ".overflow");
        check.OptionalText(Format, path + ".format", MessageTemplateLimits.FieldTextLength);
        check.OptionalText(DefaultValue, path + ".defaultValue", MessageTemplateLimits.FieldTextLength);
        if (Color is { } color && !IsColor(color))
        {
            check.Add(new(path + ".color", RuleCodes.Color, ("value", color)));
        }

        CheckAllowedValues(check, path + ".allowedValues");

        if (Format is not null && !FieldFormatter.IsUsableFormat(Type, Format))
        {
            check.Add(new(path + ".format", RuleCodes.Format, ("value", Format)));
        }

        if (!string.IsNullOrWhiteSpace(DefaultValue) && FieldRules.Violation(this, DefaultValue.Trim(), path + ".defaultValue") is { } violation)
        {
            check.Add(violation);
        }
    }

    private static bool IsColor(string value) => value.Length == 7 && value[0] == '#' && value.Skip(1).All(char.IsAsciiHexDigit);

    private void CheckAllowedValues(RuleCheck check, string path)
    {
        if (AllowedValues.Count > MessageTemplateLimits.MaxEnumValues)
        {
            check.Add(new(path, RuleCodes.TooMany, ("count", AllowedValues.Count), ("max", MessageTemplateLimits.MaxEnumValues)));
            return;
        }

        for (var i = 0; i < AllowedValues.Count; i++)
        {
            check.Text(AllowedValues[i], $"{path}[{i}]", MessageTemplateLimits.FieldTextLength);
        }

        foreach (var twice in AllowedValues.Where(v => v.Length > 0).GroupBy(v => v, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            check.Add(new(path, RuleCodes.Duplicate, ("value", twice.Key)));
        }
    }

    private void CheckName(RuleCheck check, string path)
    {
        var name = check.OptionalText(Name, path, MessageTemplateLimits.FieldNameLength);
        if (name is not null && name.Any(c => !char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.')))
        {
            check.Add(new(path, RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ - .")));
        }
    }
}
