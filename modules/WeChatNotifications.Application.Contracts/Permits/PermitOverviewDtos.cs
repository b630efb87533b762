namespace WeChatNotifications.Permits;

/// <summary>Of which app to show what its users allow.</summary>
public sealed record PermitOverviewQueryDto
{
    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>How many days of messages to show, today included, 1 to 90. Default 14.</summary>
    public int Days { get; init; } = 14;

    /// <summary>Where days begin, as an IANA name; null for Asia/Shanghai.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>The accepts of an app's users.</summary>
public sealed record GrantOverviewDto
{
    /// <summary>By template of WeChat's, those that most users know first.</summary>
    public required IReadOnlyList<GrantTemplateDto> Templates { get; init; }

    /// <summary>
    /// Messages that WeChat accepted by templates that are paid for with accepts, by day, oldest first. How many accepts were given on a day is
    /// not kept: a ledger has its balance and its last decision only.
    /// </summary>
    public required IReadOnlyList<PermitDayDto> Spent { get; init; }

    /// <summary>Where the days begin, as an IANA name.</summary>
    public required string TimeZone { get; init; }
}

/// <summary>The ledgers of one template of WeChat's.</summary>
public sealed record GrantTemplateDto
{
    /// <summary>WeChat's template id.</summary>
    public required string WeChatTemplateId { get; init; }

    /// <summary>Logical names of the templates that use it; none when they were removed.</summary>
    public required IReadOnlyList<string> Templates { get; init; }

    /// <summary>Users who were ever asked, as far as is known.</summary>
    public required long Users { get; init; }

    /// <summary>Users to whom at least one message may be sent, as far as is known.</summary>
    public required long Reachable { get; init; }

    /// <summary>Users to whom none may be sent.</summary>
    public required long Unreachable { get; init; }

    /// <summary>Messages left of one-time subscriptions.</summary>
    public required long MessagesLeft { get; init; }

    /// <summary>Users with a long-term subscription in force; for them <see cref="MessagesLeft"/> says nothing.</summary>
    public required long LongTerm { get; init; }

    /// <summary>Users by what they decided last.</summary>
    public required IReadOnlyList<GrantDecisionCountDto> Decisions { get; init; }
}

/// <summary>Users who decided something last.</summary>
/// <param name="Decision">What.</param>
/// <param name="Users">How many.</param>
public sealed record GrantDecisionCountDto(GrantDecision Decision, long Users);

/// <summary>A number of one day.</summary>
/// <param name="Start">Begin of the day.</param>
/// <param name="Count">How many.</param>
public sealed record PermitDayDto(DateTimeOffset Start, long Count);

/// <summary>The form ids and prepay ids of a mini program's users.</summary>
public sealed record FormIdOverviewDto
{
    /// <summary>What is left, by whole days until WeChat forgets it: 0 to 6, and 7 for longer.</summary>
    public required IReadOnlyList<FormIdsLeftDto> Left { get; init; }

    /// <summary>Seconds before its end from which on a form id is not used any more: what is left and closer to its end than that is lost.</summary>
    public required long SafetyMargin { get; init; }

    /// <summary>Form ids and prepay ids collected in the last eight days, oldest first.</summary>
    public required IReadOnlyList<FormIdsCollectedDto> Collected { get; init; }

    /// <summary>The numbers of collected ones are whole from this moment on: what WeChat has forgotten is not kept.</summary>
    public required DateTimeOffset CollectedSince { get; init; }

    /// <summary>
    /// Messages that WeChat accepted by templates that are paid for with form ids, by day, oldest first. Among them are uniform messages that
    /// went out by the official account, which needs none.
    /// </summary>
    public required IReadOnlyList<PermitDayDto> Spent { get; init; }

    /// <summary>Where the days begin, as an IANA name.</summary>
    public required string TimeZone { get; init; }
}

/// <summary>What is left and expires within one day.</summary>
/// <param name="Days">Whole days that are left, 0 to 6; 7 for 7 and more.</param>
/// <param name="FormIds">Form ids, each for one message.</param>
/// <param name="PrepayIds">Prepay ids.</param>
/// <param name="Messages">Messages that both allow.</param>
public sealed record FormIdsLeftDto(int Days, long FormIds, long PrepayIds, long Messages);

/// <summary>What was collected on one day.</summary>
/// <param name="Start">Begin of the day.</param>
/// <param name="FormIds">Form ids.</param>
/// <param name="PrepayIds">Prepay ids.</param>
public sealed record FormIdsCollectedDto(DateTimeOffset Start, long FormIds, long PrepayIds);
