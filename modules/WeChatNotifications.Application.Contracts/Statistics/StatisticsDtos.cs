using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Statistics;

/// <summary>What to count.</summary>
public sealed record StatisticsQueryDto
{
    /// <summary>From this moment on, down to the full hour; null for a day before <see cref="To"/> by hour, else for thirty days.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment, up to the full hour; null for now. At most 400 days after <see cref="From"/>, by hour 31.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>By what. Default by day.</summary>
    public StatisticsGrouping By { get; init; } = StatisticsGrouping.Day;

    /// <summary>Only of this app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Only of this template, by logical name.</summary>
    public string? Template { get; init; }

    /// <summary>Only of this broadcast.</summary>
    public Guid? BroadcastId { get; init; }

    /// <summary>Where days begin, as an IANA name; null for Asia/Shanghai.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>Messages by what became of them. One is counted in the hour in which WeChat accepted it, or in which it got another outcome.</summary>
public record OutcomeCountsDto
{
    /// <summary>All that have an outcome.</summary>
    public long Total { get; init; }

    /// <summary>Accepted by WeChat, without a receipt so far.</summary>
    public long Sent { get; init; }

    /// <summary>Arrived, by WeChat's receipt.</summary>
    public long Confirmed { get; init; }

    /// <summary>Accepted, but not delivered by WeChat's receipt.</summary>
    public long Refused { get; init; }

    /// <summary>Could not be sent.</summary>
    public long Failed { get; init; }

    /// <summary>Not sent: not wanted, not permitted, or too late.</summary>
    public long Skipped { get; init; }

    /// <summary>May or may not have been sent; waits for a person.</summary>
    public long Unconfirmed { get; init; }

    /// <summary>Taken back before it was sent.</summary>
    public long Cancelled { get; init; }

    /// <summary>Sent and confirmed ones among all but the cancelled, 0 to 1; null when there are none.</summary>
    public double? SuccessRate { get; init; }
}

/// <summary>Messages of one group. What the grouping does not name is null.</summary>
public sealed record StatisticsRowDto : OutcomeCountsDto
{
    /// <summary>Begin of the hour or day.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>The app's name; null for one that has been removed.</summary>
    public string? AppName { get; init; }

    /// <summary>The template's logical name.</summary>
    public string? Template { get; init; }

    /// <summary>The broadcast; null also for messages of their own.</summary>
    public Guid? BroadcastId { get; init; }

    /// <summary>The outcome, by outcome or error.</summary>
    public OutcomeDto? Outcome { get; init; }
}

/// <summary>An outcome in words.</summary>
/// <param name="Status">The state.</param>
/// <param name="Reason">Why.</param>
/// <param name="ErrorCode">WeChat's error code; null when there was none, or when it was not asked for.</param>
/// <param name="Explanation">What it means, in the caller's language.</param>
/// <param name="Advice">What to do about it; null where nothing is to be done.</param>
public sealed record OutcomeDto(DeliveryStatus Status, DeliveryReason Reason, int? ErrorCode, string Explanation, string? Advice);

/// <summary>Messages over a span of time.</summary>
/// <param name="From">Begin of the first hour.</param>
/// <param name="To">End of the last hour.</param>
/// <param name="By">By what.</param>
/// <param name="TimeZone">Where days begin.</param>
/// <param name="Sum">All groups together.</param>
/// <param name="Rows">The groups: by time without gaps and oldest first, else the largest first and at most 500.</param>
public sealed record StatisticsDto(
    DateTimeOffset From, DateTimeOffset To, StatisticsGrouping By, string TimeZone, OutcomeCountsDto Sum, IReadOnlyList<StatisticsRowDto> Rows);

/// <summary>Today at a glance.</summary>
public sealed record StatisticsOverviewDto
{
    /// <summary>Begin of today in <see cref="TimeZone"/>.</summary>
    public required DateTimeOffset Today { get; init; }

    /// <summary>Whose today.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Messages of today so far.</summary>
    public required OutcomeCountsDto Counts { get; init; }

    /// <summary>Messages of the whole day before.</summary>
    public required OutcomeCountsDto Yesterday { get; init; }

    /// <summary>Messages that WeChat accepted, minute by minute, the oldest first and without gaps; the last one is not over. A few seconds late.</summary>
    public required IReadOnlyList<PaceDto> Pace { get; init; }

    /// <summary>Messages a second over the last five whole minutes.</summary>
    public required double PerSecond { get; init; }

    /// <summary>What waits.</summary>
    public required BacklogDto Backlog { get; init; }

    /// <summary>What went wrong most often today, with what to do about it; at most five.</summary>
    public required IReadOnlyList<TopErrorDto> TopErrors { get; init; }
}

/// <summary>Messages that WeChat accepted in a minute.</summary>
/// <param name="Minute">Begin of the minute.</param>
/// <param name="Sent">How many.</param>
public sealed record PaceDto(DateTimeOffset Minute, long Sent);

/// <summary>What waits. Each count stops at <see cref="StatisticsLimits.MaxBacklog"/>: so many then means so many or more.</summary>
/// <param name="Due">Messages that could be sent now.</param>
/// <param name="Scheduled">Messages that wait for their time.</param>
/// <param name="Sending">Messages on their way.</param>
/// <param name="OldestDueAt">Since when the longest waiting one could be sent; null when none is due.</param>
public sealed record BacklogDto(long Due, long Scheduled, long Sending, DateTimeOffset? OldestDueAt);

/// <summary>A frequent fault.</summary>
/// <param name="Outcome">The fault in words.</param>
/// <param name="Count">How often.</param>
public sealed record TopErrorDto(OutcomeDto Outcome, long Count);
