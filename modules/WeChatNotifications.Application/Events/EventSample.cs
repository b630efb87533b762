using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Events;

/// <summary>An event that somebody has written down as JSON.</summary>
internal sealed class EventSample
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly JsonElement _root;

    private EventSample(JsonElement root) => _root = root;

    /// <summary>Reads one; null when it is no object, and then <paramref name="check"/> says so.</summary>
    public static EventSample? Read(JsonElement sample, RuleCheck check)
    {
        if (sample.ValueKind == JsonValueKind.Object)
        {
            return new EventSample(sample);
        }

        check.Add(sample.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            ? new("sample", RuleCodes.Required)
            : new("sample", RuleCodes.JsonType, ("expected", "L:JsonType:Object")));
        return null;
    }

    /// <summary>A value of the type that the event has there; null when the sample has none.</summary>
    public object? ValueOf(EventProperty property, RuleCheck check)
    {
        var element = _root;
        foreach (var step in property.Path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || Find(element, step) is not { } next)
            {
                return null;
            }

            element = next;
        }

        if (element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        try
        {
            return element.Deserialize(property.ClrType, Json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            check.AddOnce(new("sample." + property.Path, RuleCodes.JsonType, ("expected", "L:EventPropertyType:" + property.Type)));
            return null;
        }
    }

    private static JsonElement? Find(JsonElement element, string name)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
