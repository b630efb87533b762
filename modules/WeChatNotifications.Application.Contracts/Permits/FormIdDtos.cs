namespace WeChatNotifications.Permits;

/// <summary>One form id or prepay id of one user.</summary>
public sealed record ReportedFormIdDto
{
    /// <summary>The user it was collected from, by openid under the app.</summary>
    public string? OpenId { get; init; }

    /// <summary>The form id or prepay id.</summary>
    public string? FormId { get; init; }

    /// <summary>Which of the two. Default form id.</summary>
    public FormIdKind Kind { get; init; }

    /// <summary>When the user tapped or paid; null, or a moment in the future, for now.</summary>
    public DateTimeOffset? CollectedAt { get; init; }
}

/// <summary>Form ids of users of one mini program.</summary>
public sealed record ReportFormIdsDto
{
    /// <summary>The mini program.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>The form ids, 1 to 1,000.</summary>
    public IReadOnlyList<ReportedFormIdDto?>? Items { get; init; }
}

/// <summary>What became of a report.</summary>
/// <param name="Accepted">Kept, and not known before.</param>
/// <param name="Duplicates">Known already.</param>
/// <param name="Mock">Not form ids at all: what the developer tools or a careless front end report in their place.</param>
/// <param name="Refused">Those that are wrong, and why.</param>
public sealed record FormIdReportResultDto(int Accepted, int Duplicates, int Mock, IReadOnlyList<RefusedFormIdDto> Refused);

/// <summary>A form id that was not kept.</summary>
/// <param name="Index">Its place in the report, from 0.</param>
/// <param name="Field">What is wrong with it.</param>
/// <param name="Rule">Stable code of the rule.</param>
/// <param name="Message">The rule in the caller's language.</param>
public sealed record RefusedFormIdDto(int Index, string Field, string Rule, string Message);

/// <summary>Which balances to list; what is null does not narrow.</summary>
public sealed record FormIdQueryDto
{
    /// <summary>Of one app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Of one user.</summary>
    public string? OpenId { get; init; }

    /// <summary>Rows a page, 1 to 500. Default 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>What one user's form ids of one app still pay for.</summary>
/// <param name="AppCredentialId">The app.</param>
/// <param name="OpenId">The user.</param>
/// <param name="FormIds">Form ids that are left.</param>
/// <param name="PrepayUses">Messages that prepay ids still allow.</param>
/// <param name="Messages">Messages that can be sent in all.</param>
/// <param name="FirstExpiry">When the first of them expires at WeChat.</param>
public sealed record FormIdBalanceDto(Guid AppCredentialId, string OpenId, int FormIds, int PrepayUses, int Messages, DateTimeOffset FirstExpiry);
