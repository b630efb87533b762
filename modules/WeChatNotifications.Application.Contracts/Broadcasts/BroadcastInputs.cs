using System.Text.Json;

namespace WeChatNotifications.Broadcasts;

/// <summary>Who gets a broadcast.</summary>
public sealed record AudienceDto
{
    /// <summary>The kind of audience. Default: everyone from whom the app holds a permit that the template needs.</summary>
    public AudienceKind Kind { get; init; }

    /// <summary>Name of the host's source; for the kind source, and only there.</summary>
    public string? Source { get; init; }

    /// <summary>What the source is asked for, whatever it understands; at most 4,000 characters of JSON.</summary>
    public JsonElement? Arguments { get; init; }
}

/// <summary>What a broadcast says, to whom, and when.</summary>
public sealed record SaveBroadcastDto
{
    /// <summary>What people call it, 1 to 128 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Logical name of the template.</summary>
    public string? Template { get; init; }

    /// <summary>Who gets it; null for all holders of a permit.</summary>
    public AudienceDto? Audience { get; init; }

    /// <summary>
    /// Values that all recipients share, by field name, field key or page placeholder: texts, numbers, booleans; at most 8,000 characters of JSON.
    /// What a list or a source says of a recipient comes first.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? Data { get; init; }

    /// <summary>Not before this moment; null, or one that has passed by then, for as soon as it is started.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Who has not got it by then does not get it; null for three days after their turn.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Most messages a second over the whole cluster, 1 to 10,000; null for as fast as the app may.</summary>
    public int? RatePerSecond { get; init; }

    /// <summary>Whether values may still be missing, because somebody is not done with the draft yet. It is not started without them. Default false.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>What was seen before the change: with another one stored, the change is refused. Null to overwrite.</summary>
    public Guid? ConcurrencyStamp { get; init; }
}

/// <summary>Which broadcasts to list; what is null does not narrow.</summary>
public sealed record BroadcastQueryDto
{
    /// <summary>In these states.</summary>
    public IReadOnlyList<BroadcastStatus>? Statuses { get; init; }

    /// <summary>Of one app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Of one template.</summary>
    public string? Template { get; init; }

    /// <summary>Whose name contains this text.</summary>
    public string? Name { get; init; }

    /// <summary>Made by one recurring broadcast.</summary>
    public Guid? ScheduleId { get; init; }

    /// <summary>Rows a page, 1 to 500. Default 50.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Which bad rows to list.</summary>
public sealed record BadRowQueryDto
{
    /// <summary>Rows a page, 1 to 500. Default 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}
