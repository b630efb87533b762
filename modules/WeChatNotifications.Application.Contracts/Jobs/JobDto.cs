namespace WeChatNotifications.Jobs;

/// <summary>A background job in one database.</summary>
public sealed record JobDto
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in the caller's language.</summary>
    public required string Description { get; init; }

    /// <summary>The database: <c>host</c>, or a tenant's own.</summary>
    public required string Database { get; init; }

    /// <summary>How often it is done; null where the delivery engine does it along the way.</summary>
    public required TimeSpan? Interval { get; init; }

    /// <summary>Whether it can be asked for.</summary>
    public required bool CanRun { get; init; }

    /// <summary>Whether a node is doing it.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>When its last run began; null when it never has.</summary>
    public DateTimeOffset? LastStartedAt { get; init; }

    /// <summary>When its last whole run ended; before <see cref="LastStartedAt"/> while one runs, or when its node died.</summary>
    public DateTimeOffset? LastFinishedAt { get; init; }

    /// <summary>How long its last whole run took, in milliseconds; null while one runs.</summary>
    public long? LastDuration { get; init; }

    /// <summary>How many things its last run dealt with; null when that failed.</summary>
    public long? LastCount { get; init; }

    /// <summary>What else its last run had to say, in English.</summary>
    public string? LastNote { get; init; }

    /// <summary>Why its last run failed, in English; null when it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>Runs so far.</summary>
    public long Runs { get; init; }

    /// <summary>Those of them that failed.</summary>
    public long Failures { get; init; }

    /// <summary>The node of its last run: machine and process.</summary>
    public string? Node { get; init; }

    /// <summary>When it is due again; null while it runs, and before its first run.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>When somebody asked for a run that has not begun yet; null when nobody does.</summary>
    public DateTimeOffset? RunRequestedAt { get; init; }
}
