using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.MiniProgram;

/// <summary>What mini programs may do. Section <c>MiniProgram</c>.</summary>
public sealed class MiniProgramOptions
{
    /// <summary>How long a session lasts, 1 minute to 90 days. Default 7 days. The mini program logs in again by itself, unseen by its user.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Whether a user of the host who is signed in on the request of a log-in is tied to the openid. Default true.</summary>
    public bool LinkSignedInUsers { get; set; } = true;

    /// <summary>
    /// Calls of the mini-program API that one address may make a minute, 1 to 1,000,000. Default 1,200: the phones of a whole office or mobile
    /// network may share an address. Of IPv6 addresses the first 64 bits count.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinutePerAddress { get; set; } = 1_200;

    /// <summary>Calls that one user may make a minute, 1 to 100,000. Default 60.</summary>
    [Range(1, 100_000)]
    public int RequestsPerMinutePerUser { get; set; } = 60;
}
