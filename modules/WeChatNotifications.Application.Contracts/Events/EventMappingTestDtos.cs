using System.Text.Json;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Events;

/// <summary>A mapping to try on a sample.</summary>
public sealed record TestEventMappingDto
{
    /// <summary>The mapping; need not be stored. Its name may be missing.</summary>
    public SaveEventMappingDto? Mapping { get; init; }

    /// <summary>An event as a JSON object, with the values that the mapping uses. Names of properties may be in any case.</summary>
    public JsonElement Sample { get; init; }
}

/// <summary>What a mapping makes of a sample. Nothing is stored.</summary>
public sealed record EventMappingTestResultDto
{
    /// <summary>Whether the sample fulfils all conditions.</summary>
    public required bool Matches { get; init; }

    /// <summary>The receiver's openid; null when the mapping names users of the host, or the sample nobody.</summary>
    public string? OpenId { get; init; }

    /// <summary>The receiver, by the host's id; null when the mapping names openids, or the sample nobody.</summary>
    public string? UserId { get; init; }

    /// <summary>The dedup key.</summary>
    public string? DedupKey { get; init; }

    /// <summary>Not before this moment; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Which lane it takes.</summary>
    public DeliveryPriority Priority { get; init; }

    /// <summary>Field key → text, in the template's order; empty when something is wrong.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>The page a tap opens.</summary>
    public string? Page { get; init; }

    /// <summary>What is wrong with mapping or sample, in the caller's language; empty when a message would be queued.</summary>
    public required IReadOnlyList<FieldViolationDto> Violations { get; init; }
}
