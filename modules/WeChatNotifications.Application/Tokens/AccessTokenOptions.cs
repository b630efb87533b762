using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Tokens;

/// <summary>How access tokens are kept fresh.</summary>
public sealed class AccessTokenOptions
{
    /// <summary>
    /// A token is renewed in the background when less than this remains, 30 s to 1 h. Default 4 minutes: WeChat hands out the
    /// next stable token only when 5 minutes or less remain of the present one, so that more than 290 s has no effect on stable tokens.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")] public TimeSpan RefreshAhead { get; set; } = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Up to this much, and at most half, is taken off <see cref="RefreshAhead"/> by chance, so that nodes do not refresh together,
    /// 0 to 30 min. Default 2 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")] public TimeSpan RefreshJitter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a node trusts its own copy before it looks into the distributed cache again, 0 to 1 min. Default 5 s. It looks in the
    /// background: nobody waits who has a valid token.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")] public TimeSpan LocalFreshness { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a failed refresh answers for all callers before the next try, 0.1 s to 5 min. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")] public TimeSpan FailureBackoff { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Shortest time between two forced refreshes of one app on this node, 30 s to 1 day. Default 2 minutes. WeChat allows 20 a day and
    /// answers with the present token when less than 30 s have passed.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00")] public TimeSpan ForcedRefreshSpacing { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Prefix of the keys in the distributed cache. Default <c>wechat-notifications</c>.</summary>
    [Required] public string CacheKeyPrefix { get; set; } = "wechat-notifications";
}
