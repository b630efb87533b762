namespace WeChatNotifications.Reliability.Checking;

/// <summary>Whether there has to be a message.</summary>
internal enum Presence
{
    /// <summary>A host has said that it is durable.</summary>
    Must,

    /// <summary>No answer came: it may have been stored or not.</summary>
    May,

    /// <summary>The transaction that asked for it was rolled back.</summary>
    MustNot,
}

/// <summary>One message to one user that was asked for.</summary>
internal sealed record AskedMessage
{
    /// <summary>What makes it recognizable everywhere: shown in the message itself. With the openid it names one message.</summary>
    public required string Marker { get; init; }

    public required string OpenId { get; init; }

    /// <summary>How it was asked for, for people: <c>single</c>, <c>broadcast</c>, …</summary>
    public required string Kind { get; init; }

    public Presence Presence { get; init; } = Presence.Must;

    /// <summary>In which states it may end: names of the log's states.</summary>
    public IReadOnlySet<LogStatus> Ends { get; init; } = Usual;

    /// <summary>Stored all together or not at all with the others of the same group; null for by itself.</summary>
    public string? Group { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>WeChat must not have it twice whatever happens: its app holds messages without an answer, or a form id pays for it.</summary>
    public bool NeverTwice { get; init; }

    /// <summary>Since when a host has said that it is cancelled.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>Where nothing but time and a working WeChat is missing, everything is sent in the end.</summary>
    public static IReadOnlySet<LogStatus> Usual { get; } = new HashSet<LogStatus> { LogStatus.Sent, LogStatus.Confirmed };
}

/// <summary>A broadcast that was started.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Recipients">How many people its list names.</param>
/// <param name="IsCancelled">Whether somebody asked to cancel it; it may have been over by then.</param>
internal sealed record AskedBroadcast(Guid Id, int Recipients, bool IsCancelled = false);

/// <summary>Accepts that a user has given at WeChat, and what the hosts were told of them.</summary>
/// <param name="AppId">The app.</param>
/// <param name="OpenId">The user.</param>
/// <param name="WeChatTemplateId">The template.</param>
/// <param name="Given">How many.</param>
/// <param name="Reported">How many the hosts know of; null when an answer was missing, so that nobody can say.</param>
internal sealed record AskedGrant(string AppId, string OpenId, string WeChatTemplateId, int Given, int? Reported);

/// <summary>The states of the log, by the numbers that it stores (docs/deliveries.md). Written down again here: the checker takes nothing over from the module.</summary>
internal enum LogStatus
{
    Pending = 0,
    Sending = 1,
    Sent = 2,
    Confirmed = 3,
    Refused = 4,
    Failed = 5,
    Skipped = 6,
    Unconfirmed = 7,
    Cancelled = 8,
}
