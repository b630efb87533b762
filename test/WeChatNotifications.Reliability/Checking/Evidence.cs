namespace WeChatNotifications.Reliability.Checking;

/// <summary>Everything there is to compare after a run: what was asked, what the database says, what WeChat saw, and what was broken on purpose.</summary>
internal sealed record Evidence
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>How long hosts take leases of deliveries for.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    public IReadOnlyList<AskedMessage> Messages { get; init; } = [];

    public IReadOnlyList<AskedBroadcast> Broadcasts { get; init; } = [];

    public IReadOnlyList<AskedGrant> Grants { get; init; } = [];

    public IReadOnlyList<LogRow> Log { get; init; } = [];

    public IReadOnlyList<Arrival> Arrivals { get; init; } = [];

    public IReadOnlyList<StruckCall> StruckCalls { get; init; } = [];

    public IReadOnlyList<FaultWindow> Faults { get; init; } = [];

    public IReadOnlyList<OrderRow> Orders { get; init; } = [];

    public IReadOnlyList<FigureRow> Figures { get; init; } = [];

    public IReadOnlyList<BroadcastRow> BroadcastFigures { get; init; } = [];

    public IReadOnlyList<PermitRow> FormIds { get; init; } = [];

    public IReadOnlyList<GrantRow> GrantLedgers { get; init; } = [];

    public IReadOnlyList<LeaseRow> Leases { get; init; } = [];

    public IReadOnlyList<TokenRow> Tokens { get; init; } = [];

}

/// <summary>A row of the delivery log.</summary>
/// <param name="ReadyAt">When its turn is, as it stands in the log.</param>
/// <param name="CountedHour">The hour in which it counts: of WeChat's acceptance, or else of its end; null while it has no outcome.</param>
internal sealed record LogRow(
    Guid Id, string Marker, string OpenId, string Template, Guid App, Guid? Broadcast, string? DedupKey, LogStatus Status, int Reason, int? ErrorCode,
    int Attempts, long? WeChatMessageId, bool IsClaimed, DateTimeOffset ReadyAt, DateTimeOffset? CountedHour)
{
    /// <summary>Whether it was taken up again by hand: attempts count from 0 then.</summary>
    public bool WasRetriedByHand { get; init; }
}

/// <summary>A message that WeChat accepted.</summary>
/// <param name="At">By the machine's clock.</param>
internal sealed record Arrival(string Marker, string OpenId, string AppId, DateTimeOffset At, long MessageId, string FormId);

/// <summary>A call that took effect at WeChat and whose answer was spoilt on purpose, or came when the caller had given up.</summary>
internal sealed record StruckCall(string OpenId, DateTimeOffset At, string How);

/// <summary>From when until when something was broken on purpose in a way that may lose an answer or an outcome.</summary>
internal sealed record FaultWindow(string Kind, DateTimeOffset From, DateTimeOffset To);

/// <summary>An order of the host's. Its payment and the message about it are one transaction.</summary>
internal sealed record OrderRow(string Number, bool IsPaid);

/// <summary>A figure of the statistics: the folded ones and those not folded yet together.</summary>
internal sealed record FigureRow(
    DateTimeOffset Hour, Guid App, string Template, Guid? Broadcast, LogStatus Status, int Reason, int? ErrorCode, long Count);

/// <summary>What the API says of a broadcast.</summary>
internal sealed record BroadcastRow(Guid Id, string Status, long? Total, long Expanded, IReadOnlyDictionary<LogStatus, long> Counts);

/// <summary>A form id on both sides.</summary>
/// <param name="UsesAtWeChat">What WeChat still takes it for; null when WeChat has never issued it.</param>
/// <param name="UsesHere">What the module still has of it, bound ones left out; null when it is not stored here.</param>
/// <param name="Bound">To how many deliveries it is bound.</param>
internal sealed record PermitRow(string FormId, string OpenId, int? UsesAtWeChat, int? UsesHere, int Bound);

/// <summary>A user's accepts on both sides.</summary>
internal sealed record GrantRow(string AppId, string OpenId, string WeChatTemplateId, int LeftAtWeChat, int LeftHere);

/// <summary>A named lease.</summary>
/// <param name="Longest">How long it lasts at most by the module's documents: of a job its interval.</param>
internal sealed record LeaseRow(string Name, DateTimeOffset Until, TimeSpan Longest);

/// <summary>How often an app's token was asked for, and how often it may have been.</summary>
internal sealed record TokenRow(string AppId, long Calls, long Explained);

/// <summary>Something that must not be.</summary>
/// <param name="Rule">Which promise is broken.</param>
/// <param name="Text">What exactly, with the rows.</param>
internal sealed record Violation(string Rule, string Text);

/// <summary>What the checker found.</summary>
/// <param name="Violations">What must not be; empty is the aim.</param>
/// <param name="Lost">Messages that were promised and never reached WeChat, or are not in the log.</param>
/// <param name="Doubles">Second acceptances by what explains them.</param>
internal sealed record Findings(IReadOnlyList<Violation> Violations, int Lost, IReadOnlyDictionary<string, int> Doubles);
