using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatNotifications.Events;

namespace WeChatNotifications.Dashboard.Pages.Events;

/// <summary>An event as it might look, to begin with.</summary>
internal static class EventSampleText
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON object with a value for everything that mappings can use.</summary>
    public static string Of(EventTypeDto type, DateTimeOffset now)
    {
        var root = new JsonObject();
        foreach (var property in type.Properties)
        {
            var steps = property.Path.Split('.');
            var parent = root;
            foreach (var step in steps[..^1])
            {
                if (parent[step] is not JsonObject child)
                {
                    parent[step] = child = [];
                }

                parent = child;
            }

            parent[steps[^1]] = ValueOf(property, steps[^1], now);
        }

        return root.ToJsonString(Readable);
    }

    private static JsonNode ValueOf(EventPropertyDto property, string name, DateTimeOffset now) => property.Type switch
    {
        EventPropertyType.Number => 1,
        EventPropertyType.Boolean => true,
        EventPropertyType.Time => now.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        EventPropertyType.Choice => property.Choices is [var first, ..] ? first : "",
        EventPropertyType.Id => "00000000-0000-0000-0000-000000000001",
        _ => name,
    };
}
