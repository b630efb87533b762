namespace WeChatNotifications.Recipients;

/// <summary>Begins an import of followers.</summary>
public sealed record StartFollowerImportDto
{
    /// <summary>The official account.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>Whether to ask for union ids too, one more call for every 100 followers: with them WeChat says who is who in the mini program.</summary>
    public bool WithUnionIds { get; init; }
}

/// <summary>Which imports to list.</summary>
public sealed record FollowerImportQueryDto
{
    /// <summary>Of one account.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Rows a page, 1 to 500. Default 50.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>An import of followers and how far it is.</summary>
public sealed record FollowerImportDto
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The official account.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <summary>Where it stands.</summary>
    public required FollowerImportStatus Status { get; init; }

    /// <summary>Whether union ids are asked for.</summary>
    public required bool WithUnionIds { get; init; }

    /// <summary>How many followers WeChat says there are; 0 before the first page.</summary>
    public required long Total { get; init; }

    /// <summary>How many are stored.</summary>
    public required long Imported { get; init; }

    /// <summary>How many of them were not known before.</summary>
    public required long Added { get; init; }

    /// <summary>Pages read, of at most 10,000 followers each.</summary>
    public required int Pages { get; init; }

    /// <summary>Followers stored a second, since it goes on without a break; null when there is nothing to tell from.</summary>
    public double? Rate { get; init; }

    /// <summary>Seconds that the rest takes at that pace; null when it is not running, or there is nothing to tell from.</summary>
    public long? SecondsLeft { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last made a step.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended; null while it goes on or waits.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>It makes no step before this moment; null when it may go on.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Steps that failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>WeChat's error code of the last step that failed.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>What WeChat or the network said then.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What the error code means and what to do, in the caller's language.</summary>
    public string? Advice { get; init; }
}
