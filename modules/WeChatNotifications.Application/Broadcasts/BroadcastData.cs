using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>Values of a broadcast's messages, between what callers give and what is stored.</summary>
internal static class BroadcastData
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Stored values; null and an empty text are none.</summary>
    public static Dictionary<string, object?> Read(string? json)
        => json is null ? new(StringComparer.Ordinal) : new(JsonSerializer.Deserialize<Dictionary<string, object?>>(json, Json)!, StringComparer.Ordinal);

    /// <summary>Values that all share with those of one recipient over them.</summary>
    public static Dictionary<string, object?> Merge(IReadOnlyDictionary<string, object?> shared, string? own)
    {
        var merged = new Dictionary<string, object?>(shared, StringComparer.Ordinal);
        foreach (var (name, value) in Read(own))
        {
            merged[name] = value;
        }

        return merged;
    }

    /// <summary>Checks values and writes them as they are stored.</summary>
    public static string Write(IReadOnlyDictionary<string, object?>? data, int max, RuleCheck check)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in data ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            if (!TryConvert(value, out var stored))
            {
                check.Add(new("data." + name, RuleCodes.ValueType, ("type", value is JsonElement json ? JsonNamingPolicy.CamelCase.ConvertName(json.ValueKind.ToString()) : value!.GetType().Name)));
            }
            else if (stored is not null)
            {
                values[name] = stored;
            }
        }

        var text = JsonSerializer.Serialize(values, Json);
        if (text.Length > max)
        {
            check.Add(new("data", RuleCodes.TooLong, ("length", text.Length), ("max", max)));
        }

        return text;
    }

    /// <summary>What a value is stored as: a text, a number, true or false; null for none.</summary>
    private static bool TryConvert(object? value, out object? stored)
    {
        stored = value switch
        {
            JsonElement { ValueKind: JsonValueKind.String } text => TextOf(text),
            JsonElement { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var amount) => amount,
            JsonElement { ValueKind: JsonValueKind.True } => true,
            JsonElement { ValueKind: JsonValueKind.False } => false,
            string or bool or decimal or int or long or double => value,
            DateTimeOffset or DateTime or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            _ => null,
        };
        return stored is not null || value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined };
    }

    /// <summary>Null for half of a surrogate pair, which no text is.</summary>
    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
