using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Simulator.Login;

/// <summary>Asks for what <c>wx.login</c> would give this user. An unknown user is created: a first visit.</summary>
public sealed record LoginCodeRequest
{
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string OpenId { get; init; }

    /// <summary>How many codes, 1 to 10,000. Default 1.</summary>
    [Range(1, 10_000)]
    public int Count { get; set; } = 1;
}

/// <summary>Codes for <c>jscode2session</c>: each good for one exchange, for five minutes of simulated time.</summary>
public sealed record LoginCodes(IReadOnlyList<string> Codes);
