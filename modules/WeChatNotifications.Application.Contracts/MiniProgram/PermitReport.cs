namespace WeChatNotifications.MiniProgram;

/// <summary>Permits that a mini program collected from its user, and tells of in one call. Values are as they came: what is wrong is refused one by one.</summary>
public sealed record PermitReport
{
    /// <summary>Most form ids of one report.</summary>
    public const int MaxFormIds = 100;

    /// <summary>Most prepay ids of one report.</summary>
    public const int MaxPrepayIds = 100;

    /// <summary>Most answers of the subscription dialog in one report.</summary>
    public const int MaxSubscriptions = 20;

    /// <summary>Most templates in one answer of the dialog; WeChat asks for five at most.</summary>
    public const int MaxResults = 20;

    /// <summary>The mini program's own id of the report: one that comes a second time has no effect.</summary>
    public Guid ReportId { get; init; }

    /// <summary>Form ids, at most 100.</summary>
    public IReadOnlyList<ReportedFormId> FormIds { get; init; } = [];

    /// <summary>Prepay ids, at most 100.</summary>
    public IReadOnlyList<ReportedFormId> PrepayIds { get; init; } = [];

    /// <summary>Answers of the subscription dialog, at most 20.</summary>
    public IReadOnlyList<ReportedSubscription> Subscriptions { get; init; } = [];
}

/// <summary>A form id or a prepay id.</summary>
/// <param name="Id">WeChat's id.</param>
/// <param name="At">When the user tapped or paid; null for now.</param>
public sealed record ReportedFormId(string? Id, DateTimeOffset? At)
{
    /// <summary>Which property holds something of the wrong type; null when none does.</summary>
    public string? UnreadableProperty { get; init; }
}

/// <summary>What <c>wx.requestSubscribeMessage</c> answered.</summary>
/// <param name="Results">WeChat's word by WeChat's template id: <c>accept</c> (or one that begins so), <c>reject</c>, <c>ban</c>, <c>filter</c>.</param>
/// <param name="At">When the user decided; null for now.</param>
public sealed record ReportedSubscription(IReadOnlyDictionary<string, string?> Results, DateTimeOffset? At)
{
    /// <summary>Which property holds something of the wrong type; null when none does.</summary>
    public string? UnreadableProperty { get; init; }
}

/// <summary>What came of a report.</summary>
/// <param name="Accepted">How many form ids, prepay ids and decisions about templates were noted.</param>
/// <param name="Duplicates">How many form ids and prepay ids were known already.</param>
/// <param name="Mock">How many form ids came from WeChat's developer tools and are worth nothing.</param>
/// <param name="Refused">What was not noted, and why.</param>
/// <param name="Repeated">Whether the same report has come before; then nothing was counted.</param>
public sealed record PermitReportResultDto(int Accepted, int Duplicates, int Mock, IReadOnlyList<RefusedPermitDto> Refused, bool Repeated);

/// <summary>A part of a report that was not noted.</summary>
/// <param name="List"><c>formIds</c>, <c>prepayIds</c> or <c>subscriptions</c>.</param>
/// <param name="Index">Its place in the list, from 0.</param>
/// <param name="Rule">The rule that it breaks; stable.</param>
/// <param name="Message">The rule for people, in the caller's language.</param>
public sealed record RefusedPermitDto(string List, int Index, string Rule, string Message);
