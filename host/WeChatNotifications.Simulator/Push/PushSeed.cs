using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Push;

/// <summary>How a pushed message is protected.</summary>
[JsonConverter(typeof(NamedEnumConverter<PushMode>))]
public enum PushMode
{
    /// <summary>In the clear.</summary>
    [JsonStringEnumMemberName("plain")]
    Plain,

    /// <summary>In the clear, with the encrypted text beside it.</summary>
    [JsonStringEnumMemberName("compatible")]
    Compatible,

    /// <summary>The encrypted text only.</summary>
    [JsonStringEnumMemberName("secure")]
    Secure,
}

/// <summary>How a pushed message is written.</summary>
[JsonConverter(typeof(NamedEnumConverter<PushFormat>))]
public enum PushFormat
{
    [JsonStringEnumMemberName("xml")]
    Xml,

    /// <summary>Mini programs only.</summary>
    [JsonStringEnumMemberName("json")]
    Json,
}

/// <summary>Where an app's events go: what is entered under "message push" in WeChat's console.</summary>
public sealed record PushSeed
{
    /// <summary>http or https, on this machine unless the simulator's options allow others.</summary>
    [Required]
    public required string Url { get; init; }

    /// <summary>What requests are signed with.</summary>
    [Required, RegularExpression("[A-Za-z0-9]{3,32}", ErrorMessage = "The token has 3 to 32 letters and digits.")]
    public required string Token { get; init; }

    /// <summary>Needed for every mode but <see cref="PushMode.Plain"/>.</summary>
    [RegularExpression("[A-Za-z0-9]{43}", ErrorMessage = "The encodingAesKey has 43 letters and digits.")]
    public string? EncodingAesKey { get; init; }

    /// <summary>Default plain.</summary>
    public PushMode Mode { get; init; }

    /// <summary>Default xml, the only one of official accounts.</summary>
    public PushFormat Format { get; init; }
}
