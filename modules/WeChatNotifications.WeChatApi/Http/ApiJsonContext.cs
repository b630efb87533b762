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
[JsonSerializable(typeof(LoginBody))]
[JsonSerializable(typeof(FollowersBody))]
[JsonSerializable(typeof(UsersBody))]
[JsonSerializable(typeof(PrivateTemplatesBody))]
[JsonSerializable(typeof(AddedTemplateBody))]
[JsonSerializable(typeof(CategoriesBody))]
[JsonSerializable(typeof(LibraryTitlesBody))]
[JsonSerializable(typeof(LibraryKeywordsBody))]
[JsonSerializable(typeof(OfficialAccountTemplatesBody))]
internal sealed partial class ApiJsonContext : JsonSerializerContext
{
    /// <summary>Raw UTF-8 in place of <c>\uXXXX</c>, which WeChat has refused (40033).</summary>
    public static ApiJsonContext Relaxed { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>For answers: numbers as texts, texts as numbers, members missing or of another type.</summary>
    public static ApiJsonContext Lenient { get; } = new(new JsonSerializerOptions { Converters = { new LenientTextConverter(), new LenientIntegerConverter() } });
}
