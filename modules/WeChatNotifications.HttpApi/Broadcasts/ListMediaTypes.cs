using System.Text;
using Microsoft.Net.Http.Headers;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.HttpApi.Broadcasts;

/// <summary>How the lists of broadcasts may be declared.</summary>
internal static class ListMediaTypes
{
    private static readonly Dictionary<string, BroadcastListFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text/csv"] = BroadcastListFormat.Csv,
        ["application/x-ndjson"] = BroadcastListFormat.JsonLines,
        ["application/jsonl"] = BroadcastListFormat.JsonLines,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> All => Formats.Keys;

    /// <summary>The format of a content type; null for another one, or another encoding than UTF-8.</summary>
    public static BroadcastListFormat? FormatOf(string? contentType)
        => MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.Charset.Length == 0 || type.Encoding is UTF8Encoding)
            && Formats.TryGetValue(type.MediaType.Value ?? "", out var format)
            ? format
            : null;
}
