namespace WeChatNotifications.Credentials;

/// <summary>An app credential as an administrator sees it. The secret is never in it.</summary>
public sealed record AppCredentialDto
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>WeChat's appid.</summary>
    public required string AppId { get; init; }

    /// <summary>What kind of account it is.</summary>
    public required AppKind Kind { get; init; }

    /// <summary>What administrators call it.</summary>
    public required string Name { get; init; }

    /// <summary>The last characters of the secret, at most four; empty for a short one.</summary>
    public required string SecretHint { get; init; }

    /// <summary>Which token call is used.</summary>
    public required TokenMode TokenMode { get; init; }

    /// <summary>Most messages a second; null for no limit.</summary>
    public required int? SendsPerSecond { get; init; }

    /// <summary>Most messages in flight at once on one node; null for the engine's default.</summary>
    public required int? MaxConcurrency { get; init; }

    /// <summary>What to do with a message whose outcome is unknown.</summary>
    public required UnconfirmedPolicy UnconfirmedPolicy { get; init; }

    /// <summary>Culture in which values are formatted.</summary>
    public required string Culture { get; init; }

    /// <summary>Time zone in which times are shown.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Appid of the account this one is bound to at WeChat.</summary>
    public required string? LinkedAppId { get; init; }

    /// <summary>Whether the app sends at all.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>The pause in force; null when there is none.</summary>
    public required AppPauseDto? Pause { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Give it back with an update to make sure nobody else changed it meanwhile.</summary>
    public required Guid ConcurrencyStamp { get; init; }
}

/// <summary>Why and how long an app is paused.</summary>
/// <param name="Reason">Why.</param>
/// <param name="ErrorCode">WeChat's error code, if that is why.</param>
/// <param name="Detail">What WeChat or the administrator said.</param>
/// <param name="Advice">What to do about it, in the caller's language.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when; null for until somebody resumes it.</param>
public sealed record AppPauseDto(
    PauseReason Reason, int? ErrorCode, string? Detail, string? Advice, DateTimeOffset Since, DateTimeOffset? Until);
