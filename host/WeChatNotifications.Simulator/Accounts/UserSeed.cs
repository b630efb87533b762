using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>Creates or changes one user of an app. Null leaves a value as it is.</summary>
public sealed record UserSeed
{
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string OpenId { get; init; }

    /// <summary>
    /// The user refuses everything from this app: 43101. A template message of an official account is accepted all the same; that it
    /// failed is told later, by TEMPLATESENDJOBFINISH.
    /// </summary>
    public bool? Blocked { get; init; }

    /// <summary>The user's main switch for subscribe messages. Off: 43101. Default on.</summary>
    public bool? MainSwitch { get; init; }

    /// <summary>WeChat takes the user for a risk: log-in codes answer 40226. Default false.</summary>
    public bool? HighRisk { get; init; }

    /// <summary>Whether the user follows this official account; template/send answers 43004 otherwise. No meaning for a mini program. Default true.</summary>
    public bool? IsFollower { get; init; }

    /// <summary>The official account has put the user on its blacklist; template/send answers 43019.</summary>
    public bool? Blacklisted { get; init; }

    /// <summary>The user has turned this official account's messages off; template/send answers 48002.</summary>
    public bool? MessagesOff { get; init; }

    /// <summary>The same in every app of one owner; by it uniform_send finds a mini program's user among the followers.</summary>
    [MinLength(1)]
    public string? UnionId { get; init; }
}

/// <summary>Creates many users at once: openids are the prefix followed by a number, with the same subscriptions each.</summary>
public sealed record UserRangeSeed
{
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string Prefix { get; init; }

    /// <summary>The first number, 0 to 1,000,000,000. Default 0.</summary>
    [Range(0, 1_000_000_000)]
    public int From { get; init; }

    /// <summary>How many, 0 to 10,000,000.</summary>
    [Range(0, 10_000_000)]
    public required int Count { get; init; }

    /// <summary>Gives each user this followed by the number as unionid. Null: none.</summary>
    [MinLength(1)]
    public string? UnionIdPrefix { get; init; }

    [Required]
    public IReadOnlyList<RangeGrant> Grants { get; set; } = [];
}

/// <summary>The subscription every user of a range gets.</summary>
public sealed record RangeGrant
{
    [Required]
    public required string TemplateId { get; init; }

    [Range(0, int.MaxValue)]
    public int Sends { get; init; }

    public bool LongTerm { get; init; }
}
