using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>Body of <c>POST /cgi-bin/stable_token</c>.</summary>
internal sealed record StableTokenBody(
    [property: JsonPropertyName("grant_type")] string GrantType,
    [property: JsonPropertyName("appid")] string AppId,
    [property: JsonPropertyName("secret")] string Secret,
    [property: JsonPropertyName("force_refresh")] bool ForceRefresh);

[JsonSerializable(typeof(StableTokenBody))]
internal sealed partial class ApiJsonContext : JsonSerializerContext
{
    /// <summary>Raw UTF-8 in place of <c>\uXXXX</c>, which WeChat has refused (40033).</summary>
    public static ApiJsonContext Relaxed { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
