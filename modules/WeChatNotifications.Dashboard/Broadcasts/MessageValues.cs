using System.Globalization;
using System.Text.Json;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>A value as it stands in a form.</summary>
public sealed class MessageValue
{
    /// <summary>Of which place.</summary>
    public string Name { get; set; } = "";

    /// <summary>What was typed.</summary>
    public string? Value { get; set; }
}

/// <summary>Values that all recipients share, between what is stored and what a form shows.</summary>
public static class MessageValues
{
    /// <summary>One row for each place, with what is stored for it under its name or WeChat's key.</summary>
    public static List<MessageValue> Of(IReadOnlyList<MessageSlot> slots, JsonElement data)
        => [.. slots.Select(s => new MessageValue { Name = s.Name, Value = Find(data, s.Name) ?? (s.Key is null ? null : Find(data, s.Key)) })];

    /// <summary>One row for each place, with what was typed for it before; a template that was changed meanwhile has other places.</summary>
    public static List<MessageValue> Of(IReadOnlyList<MessageSlot> slots, IReadOnlyList<MessageValue> typed)
        => [.. slots.Select(s => new MessageValue { Name = s.Name, Value = typed.FirstOrDefault(v => v.Name == s.Name)?.Value })];

    /// <summary>What a form holds, as it is saved; an empty row says nothing.</summary>
    public static Dictionary<string, object?> ToData(IReadOnlyList<MessageSlot> slots, IReadOnlyList<MessageValue> typed)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var slot in slots)
        {
            if (typed.FirstOrDefault(v => v.Name == slot.Name)?.Value?.Trim() is { Length: > 0 } value)
            {
                // A template's format for numbers, such as 0.00元, is for numbers.
                data[slot.Name] = slot.Type is TemplateFieldType.Amount or TemplateFieldType.Number
                    && decimal.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : value;
            }
        }

        return data;
    }

    /// <summary>What of the stored values still means the same under another template.</summary>
    public static Dictionary<string, object?> Keep(IReadOnlyList<MessageSlot> before, IReadOnlyList<MessageSlot> after, JsonElement data)
    {
        var kept = after.Where(before.Contains).ToList();
        return ToData(kept, Of(kept, data));
    }

    /// <summary>Stored values as they are given back unchanged.</summary>
    public static Dictionary<string, object?> ToData(JsonElement data)
        => data.ValueKind == JsonValueKind.Object ? data.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value, StringComparer.Ordinal) : new(StringComparer.Ordinal);

    private static string? Find(JsonElement data, string name)
        => data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : value.GetRawText();
}
