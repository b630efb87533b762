namespace WeChatNotifications.Simulator.Reports;

/// <summary>One message the simulated WeChat has accepted.</summary>
public sealed record SimulatedMessage
{
    /// <summary>1, 2, 3, … in order of acceptance since the last reset.</summary>
    public required long Sequence { get; init; }

    public required long MsgId { get; init; }

    /// <summary>In simulated time.</summary>
    public required DateTimeOffset At { get; init; }

    public SimulatedChannel Channel { get; init; }

    /// <summary>The account the user sees it from: of a uniform message's second part the official account, not the mini program that sent it.</summary>
    public required string AppId { get; init; }

    /// <summary>The user's openid there.</summary>
    public required string OpenId { get; init; }

    public required string TemplateId { get; init; }

    /// <summary>The page of a mini program it leads to; of an official account's message, of the one named by <see cref="JumpAppId"/>.</summary>
    public string Page { get; set; } = "";

    /// <summary>The web page an official account's message leads to.</summary>
    public string Url { get; set; } = "";

    /// <summary>The mini program an official account's message leads to.</summary>
    public string JumpAppId { get; set; } = "";

    /// <summary>developer, trial or formal; only of subscribe messages.</summary>
    public string State { get; set; } = "";

    /// <summary>Only of subscribe messages.</summary>
    public string Language { get; set; } = "";

    /// <summary>The form id or prepay id a template message was sent with.</summary>
    public string FormId { get; set; } = "";

    /// <summary>The key a template message shows large, with <c>.DATA</c>.</summary>
    public string EmphasisKeyword { get; set; } = "";

    /// <summary>The sender's own id of an official account's template message.</summary>
    public string ClientMessageId { get; set; } = "";

    /// <summary>The values by key, as sent.</summary>
    public required IReadOnlyDictionary<string, string> Data { get; init; }

    /// <summary>The whole request body, exactly as received.</summary>
    public required string Body { get; init; }
}

/// <summary>Which messages to read. Null filters nothing.</summary>
public sealed record MessageFilter
{
    public string? AppId { get; init; }

    public string? OpenId { get; init; }

    public string? TemplateId { get; init; }

    public SimulatedChannel? Channel { get; init; }

    /// <summary>Only messages after this sequence number. Default 0.</summary>
    public long After { get; init; }

    /// <summary>At most so many, 1 to 10,000. Default 100.</summary>
    public int Limit { get; set; } = 100;
}

/// <summary>A page of messages; <see cref="Next"/> goes into <see cref="MessageFilter.After"/> for the next one, null at the end.</summary>
public sealed record MessagePage(IReadOnlyList<SimulatedMessage> Messages, long? Next);

/// <summary>A message that was accepted more than once, and the sequence numbers of its first and last acceptance.</summary>
public sealed record DuplicateMessage(string AppId, string OpenId, string TemplateId, int Count, long FirstSequence, long LastSequence);
