using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatNotifications.Dashboard.Texts;

namespace WeChatNotifications.Dashboard.Views;

/// <summary>The trail keeps fields and values as the API has them; people read them in their own words.</summary>
internal static class AuditText
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What people call a field; its name in the API where they have no other.</summary>
    public static string Field(DashboardTexts texts, string field)
    {
        var key = "Audit.Field." + field;
        return texts["Audit.Field." + field] is var text && text != key ? text : field;
    }

    /// <summary>A value: times in the pages' zone, lists and objects one line for each part; a dash for none.</summary>
    public static string Value(DashboardView view, string? value) => value switch
    {
        null or "" => "–",
        ['{' or '[', ..] => Indented(value),
        _ when DateTimeOffset.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) => view.Time(at),
        _ => value,
    };

    /// <summary>Whether a value has lines of its own.</summary>
    public static bool IsBlock(string? value) => value is ['{' or '[', _, _, ..];

    private static string Indented(string json)
    {
        try
        {
            return JsonNode.Parse(json)?.ToJsonString(Readable) ?? json;
        }
        catch (JsonException)
        {
            // Cut off, because it was too long to keep.
            return json;
        }
    }
}
