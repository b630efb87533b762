using System.Globalization;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>Turns a notification's data into the texts of a template, and says everything that is wrong with it.</summary>
public static class TemplateRenderer
{
    /// <summary>Renders the data of one notification.</summary>
    /// <param name="template">The template.</param>
    /// <param name="data">Values by field name, field key or page placeholder.</param>
    /// <param name="culture">Culture in which values are formatted.</param>
    /// <param name="timeZone">Time zone in which times are shown.</param>
    public static RenderResult Render(
        MessageTemplate template, IReadOnlyDictionary<string, object?> data, CultureInfo culture, TimeZoneInfo timeZone)
    {
        var check = new RuleCheck();
        var fields = new List<KeyValuePair<string, string>>(template.Fields.Count);
        foreach (var field in template.Fields)
        {
            fields.Add(new(field.Key, RenderField(field, data, culture, timeZone, check)));
        }

        var page = template.PagePattern is { } pattern
            ? PagePattern.Fill(pattern, name => ValueForPage(template, data, name), check)
            : null;
        RefuseUnknownKeys(template, data, check);
        return check.IsClean ? new RenderResult(new RenderedMessage(fields, page), []) : new RenderResult(null, check.Violations);
    }

    private static string RenderField(
        TemplateField field, IReadOnlyDictionary<string, object?> data, CultureInfo culture, TimeZoneInfo timeZone, RuleCheck check)
    {
        var path = "data." + (field.Name ?? field.Key);
        var byKey = DataValues.Find(data, field.Key);
        var byName = field.Name is null || field.Name == field.Key ? null : DataValues.Find(data, field.Name);
        if (byKey is not null && byName is not null)
        {
            check.Add(new(path, RuleCodes.GivenTwice));
            return "";
        }

        var value = byName ?? byKey;
        if (value is null || (value is string given && string.IsNullOrWhiteSpace(given)))
        {
            if (field.DefaultValue is null)
            {
                check.Add(new(path, RuleCodes.Required));
            }

            return field.DefaultValue ?? "";
        }

        if (FieldFormatter.Format(field, value, culture, timeZone) is not { } text)
        {
            check.Add(new(path, RuleCodes.ValueType, ("type", value.GetType().Name)));
            return "";
        }

        return Fit(field, text.Trim(), path, check);
    }

    /// <summary>Mends what the field's overflow rule lets us mend, and reports the rest.</summary>
    private static string Fit(TemplateField field, string text, string path, RuleCheck check)
    {
        if (FieldRules.HasControlCharacter(text))
        {
            if (field.Overflow == OverflowRule.Reject)
            {
                check.Add(new(path, RuleCodes.ControlCharacter));
                return "";
            }

            text = UnsendableCharacters.ReplaceWithSpaces(text);
        }

        if (field.Overflow == OverflowRule.Truncate && FieldRules.MaxLength(field.Type, text) is { } max && EllipsisOf(field.Type) is { } ellipsis)
        {
            text = TextTruncation.Truncate(text, max, ellipsis);
        }

        if (FieldRules.Violation(field, text, path) is { } violation)
        {
            check.Add(violation);
        }

        return text;
    }

    /// <summary>What shows that a value was cut, or null for types in which a cut value would be a wrong value.</summary>
    private static string? EllipsisOf(TemplateFieldType type) => type switch
    {
        TemplateFieldType.Thing or TemplateFieldType.Text => "…",
        TemplateFieldType.CharacterString => "...",

        // An ellipsis is neither Han nor letter nor part of a name.
        TemplateFieldType.Letter or TemplateFieldType.Symbol or TemplateFieldType.Phrase or TemplateFieldType.Name => "",
        _ => null,
    };

    private static object? ValueForPage(MessageTemplate template, IReadOnlyDictionary<string, object?> data, string name)
    {
        if (DataValues.Find(data, name) is { } direct)
        {
            return direct;
        }

        var field = template.Fields.FirstOrDefault(f => f.Name == name || f.Key == name);
        return field is null ? null : DataValues.Find(data, field.Key) ?? (field.Name is null ? null : DataValues.Find(data, field.Name)) ?? field.DefaultValue;
    }

    private static void RefuseUnknownKeys(MessageTemplate template, IReadOnlyDictionary<string, object?> data, RuleCheck check)
    {
        var placeholders = template.PagePattern is { } pattern ? PagePattern.Placeholders(pattern) ?? [] : [];
        foreach (var key in data.Keys)
        {
            if (!placeholders.Contains(key, StringComparer.Ordinal) && !template.Fields.Any(f => f.Key == key || f.Name == key))
            {
                var known = template.Fields.Select(f => f.Name ?? f.Key).Concat(placeholders).Distinct(StringComparer.Ordinal);
                check.Add(new("data." + key, RuleCodes.UnknownField, ("known", string.Join(", ", known))));
            }
        }
    }
}
