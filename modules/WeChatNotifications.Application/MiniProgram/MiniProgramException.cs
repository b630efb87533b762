using WeChatNotifications.Rules;

namespace WeChatNotifications.MiniProgram;

/// <summary>A mini program's call cannot be served, for a reason that is not in the call. What WeChat said stays in our log: the caller is anybody.</summary>
public sealed class MiniProgramException : WeChatNotificationsException
{
    private MiniProgramException(string code, string message, TimeSpan? retryAfter = null)
        : base(code, message)
        => RetryAfter = retryAfter;

    /// <summary>After how long another try makes sense; null when none does.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>WeChat did not answer, or is busy. The code may be used up: the next try needs a new one.</summary>
    public static MiniProgramException WeChatUnavailable()
        => new(WeChatNotificationsErrorCodes.WeChatUnavailable, "WeChat does not answer at the moment.", TimeSpan.FromSeconds(10));

    /// <summary>WeChat does not take log-ins of this app: its secret, its address list or the like is wrong here.</summary>
    public static MiniProgramException LoginUnavailable()
        => new(WeChatNotificationsErrorCodes.LoginUnavailable, "WeChat refuses the log-ins of this mini program.", TimeSpan.FromMinutes(5));

    /// <summary>WeChat blocks the user.</summary>
    public static MiniProgramException LoginBlocked() => new(WeChatNotificationsErrorCodes.LoginBlocked, "WeChat blocks the log-in of this user.");

    /// <summary>WeChat counts too many log-ins of the user.</summary>
    public static MiniProgramException LoginTooFrequent()
        => new(WeChatNotificationsErrorCodes.LoginTooFrequent, "The user logs in too often.", TimeSpan.FromMinutes(1));
}
