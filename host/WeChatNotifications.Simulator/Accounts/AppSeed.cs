using System.ComponentModel.DataAnnotations;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Simulator.Quotas;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>Creates an app, or changes what is given of an existing one. Null leaves a value as it is.</summary>
public sealed record AppSeed
{
    [Required]
    public required string AppId { get; init; }

    /// <summary>Needed for a new app.</summary>
    [MinLength(1)]
    public string? Secret { get; init; }

    public AppKind? Kind { get; init; }

    /// <summary>What users see it by on the phone. Default: the appid.</summary>
    [MinLength(1), MaxLength(30)]
    public string? Name { get; init; }

    /// <summary>The pages of the released version. Never set: every page is taken; empty: nothing is released yet.</summary>
    public IReadOnlyList<string>? Pages { get; init; }

    /// <summary>Addresses and CIDR blocks that may fetch tokens. Empty or never set: all.</summary>
    public IReadOnlyList<string>? IpWhitelist { get; init; }

    public AppLimits? Limits { get; init; }

    /// <summary>Token calls answer 40243.</summary>
    public bool? SecretFrozen { get; init; }

    /// <summary>Token calls answer this code (50004, 50007, 89503, 89506, 89507, …); 0 lifts it.</summary>
    public int? TokenRefusal { get; init; }

    /// <summary>False: calls that send answer 48001. A call of the other kind of account always does. Default true.</summary>
    public bool? CanSend { get; init; }

    /// <summary>
    /// The account bound to this one and of the same owner: the official account of a mini program, or the other way round. One of
    /// the two has to name the other.
    /// </summary>
    [MinLength(1)]
    public string? LinkedAppId { get; init; }

    /// <summary>False: an official account that may neither send nor ask for its followers (48001) nor manage templates (200100). Default true.</summary>
    public bool? Verified { get; init; }

    /// <summary>
    /// Followers of an official account beside the users created for it, who follow by default: a number to generate, or their openids.
    /// </summary>
    public FollowersSeed? Followers { get; init; }

    /// <summary>The lines of business of the account, by their ids in the template library. Never set: all of them.</summary>
    public IReadOnlyList<int>? Categories { get; init; }

    /// <summary>Where events are pushed to. Its server is not asked first, as it is by <c>POST /_sim/apps/{appId}/push</c>.</summary>
    public PushSeed? Push { get; init; }

    /// <summary>The subscribe-message ability is banned: 43107, and 200011 in template management.</summary>
    public bool? Banned { get; init; }

    /// <summary>How many messages a prepay id is good for, 1 to 100, for those issued from now on. WeChat said 3 in 2018, and 1 elsewhere. Default 3.</summary>
    [Range(1, 100)]
    public int? PrepayIdUses { get; init; }

    /// <summary>True: a second send to a user while one is open is taken instead of refused with 43108.</summary>
    public bool? AllowConcurrentSends { get; init; }
}
