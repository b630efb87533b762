namespace WeChatNotifications.Simulator.Reports;

/// <summary>What has happened since the last reset, in numbers.</summary>
public sealed record SimulatorReport
{
    /// <summary>In simulated time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Calls by path and outcome.</summary>
    public required IReadOnlyList<CallCount> Calls { get; init; }

    public required IReadOnlyList<TokenCallCount> TokenCalls { get; init; }

    /// <summary>Messages accepted, answered or not.</summary>
    public required long Accepted { get; init; }

    public required IReadOnlyDictionary<string, long> AcceptedByApp { get; init; }

    /// <summary>Channels nothing came by are left out.</summary>
    public required IReadOnlyDictionary<SimulatedChannel, long> AcceptedByChannel { get; init; }

    /// <summary>Different ones among them: same app, user, template, page, address and values (or identity key) count once.</summary>
    public required long Distinct { get; init; }

    /// <summary>Acceptances of a message that had been accepted before.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Accepted without being compared, because <see cref="Hosting.SimulatorSettings.CompareMessages"/> different ones were known already.</summary>
    public required long Unchecked { get; init; }

    /// <summary>How many of the accepted messages can still be read back: the newest ones.</summary>
    public required int Kept { get; init; }

    /// <summary>Most subscribe/send calls open at once.</summary>
    public required int MaxConcurrentSends { get; init; }

    /// <summary>Most calls that send to one user open at once, refused ones included.</summary>
    public required int MaxConcurrentPerOpenId { get; init; }

    /// <summary>How often a path ended in an outcome, for example <c>Count(path, "43101")</c>; without an outcome, all its calls.</summary>
    public long Count(string path, string? outcome = null) =>
        Calls.Where(call => call.Path == path && (outcome is null || call.Outcome == outcome)).Sum(call => call.Count);
}

/// <param name="Outcome">WeChat's code (<c>0</c>, <c>43101</c>, …), <c>fault:</c> and its kind, <c>client-gone</c> when the caller left before the answer, or <c>failed</c> for a request that could not be read.</param>
public sealed record CallCount(string Path, string Outcome, long Count);

/// <param name="Kind"><c>classic</c> or <c>stable</c>.</param>
/// <param name="Calls">Calls with this appid, refused ones included.</param>
/// <param name="ForcedRefreshes">Forced refreshes that took place today.</param>
public sealed record TokenCallCount(string AppId, string Kind, long Calls, long ForcedRefreshes);
