namespace WeChatNotifications.Simulator.Accounts;

/// <summary>Creates or changes one user of an app. Null leaves a value as it is.</summary>
public sealed record UserSeed
{
    public required string AppId { get; init; }

    public required string OpenId { get; init; }

    /// <summary>The user refuses everything from this app: 43101.</summary>
    public bool? Blocked { get; init; }

    /// <summary>The user's main switch for subscribe messages. Off: 43101. Default on.</summary>
    public bool? MainSwitch { get; init; }
}

/// <summary>Creates many users at once: openids are the prefix followed by a number, with the same subscriptions each.</summary>
public sealed record UserRangeSeed
{
    public required string AppId { get; init; }

    public required string Prefix { get; init; }

    /// <summary>The first number. Default 0.</summary>
    public int From { get; init; }

    public required int Count { get; init; }

    public IReadOnlyList<RangeGrant> Grants { get; set; } = [];
}

/// <summary>The subscription every user of a range gets.</summary>
public sealed record RangeGrant
{
    public required string TemplateId { get; init; }

    public int Sends { get; init; }

    public bool LongTerm { get; init; }
}
