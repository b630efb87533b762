using System.Text.Json;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>Who gets a broadcast, as a form asks for it.</summary>
public sealed class AudienceForm
{
    /// <summary>The kind.</summary>
    public AudienceKind Kind { get; set; }

    /// <summary>The host's source; only for the kind source.</summary>
    public string? Source { get; set; }

    /// <summary>What the source is asked for, as JSON; only for the kind source.</summary>
    public string? Arguments { get; set; }

    /// <summary>What is stored.</summary>
    public static AudienceForm Of(AudienceDto audience) => new()
    {
        Kind = audience.Kind,
        Source = audience.Source,
        Arguments = audience.Arguments is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } arguments ? arguments.GetRawText() : null,
    };

    /// <summary>What is to be stored; what belongs to another kind is left behind.</summary>
    /// <exception cref="JsonException">The arguments are no JSON.</exception>
    public AudienceDto ToDto() => Kind != AudienceKind.Source ? new() { Kind = Kind } : new()
    {
        Kind = Kind,
        Source = Source,
        Arguments = string.IsNullOrWhiteSpace(Arguments) ? null : JsonElement.Parse(Arguments),
    };
}
