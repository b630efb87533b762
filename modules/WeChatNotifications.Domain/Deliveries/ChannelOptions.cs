using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.Deliveries;

/// <summary>What a message needs of its channel besides fields and page, rendered. Stored with the delivery as compact JSON.</summary>
public sealed record ChannelOptions
{
    /// <summary>How these small values are stored: nothing that says nothing, and readable Chinese.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The https address a tap opens, placeholders filled.</summary>
    public string? Url { get; init; }

    /// <summary>Appid of the mini program that the page belongs to.</summary>
    public string? JumpAppId { get; init; }

    /// <summary>Key of the field that is shown large.</summary>
    public string? EmphasisKeyword { get; init; }

    /// <summary>Field key → colour, for the fields that have one.</summary>
    public IReadOnlyDictionary<string, string>? Colors { get; init; }

    /// <summary>Appid of the official account that a uniform message goes out by.</summary>
    public string? OfficialAccountAppId { get; init; }

    /// <summary>Whether WeChat is not even asked without a known accept.</summary>
    public bool RequiresGrant { get; init; }

    /// <summary>What a uniform message sends as the mini program itself.</summary>
    public WeappOptions? Weapp { get; init; }

    /// <summary>Place of the template in its fallback chain, from 0: WeChat must not take the second template's message for a repeat of the first one's.</summary>
    public int Step { get; init; }

    /// <summary>Whether nothing is set, so that nothing need be stored.</summary>
    [JsonIgnore]
    public bool IsEmpty => this == Nothing;

    /// <summary>Nothing set.</summary>
    internal static ChannelOptions Nothing { get; } = new();

    /// <summary>The stored form; null when nothing is set.</summary>
    public static string? ToJson(ChannelOptions? options) => options is null or { IsEmpty: true } ? null : JsonSerializer.Serialize(options, Json);

    /// <summary>Reads the stored form.</summary>
    public static ChannelOptions FromJson(string? json) => json is null ? Nothing : JsonSerializer.Deserialize<ChannelOptions>(json, Json)!;
}

/// <summary>The mini program's own part of a uniform message, rendered.</summary>
public sealed record WeappOptions
{
    /// <summary>WeChat's template id under the mini program.</summary>
    public required string TemplateId { get; init; }

    /// <summary>Field key → text, in the template's order.</summary>
    [JsonConverter(typeof(FieldsJsonConverter))]
    public required IReadOnlyList<KeyValuePair<string, string>> Data { get; init; }

    /// <summary>The page a tap opens.</summary>
    public string? Page { get; init; }

    /// <summary>Key of the field that is shown large.</summary>
    public string? EmphasisKeyword { get; init; }

    /// <summary>Field key → colour, for the fields that have one.</summary>
    public IReadOnlyDictionary<string, string>? Colors { get; init; }
}
