namespace WeChatNotifications.WeChatApi.Errors;

/// <summary>How long an app is paused by <see cref="WeChatErrorAction.PauseApp"/>.</summary>
public enum PausePeriod
{
    /// <summary>The app is not paused.</summary>
    None,

    /// <summary>Until the next full minute: a per-minute quota.</summary>
    UntilNextMinute,

    /// <summary>Until the next midnight of Beijing (UTC+8): a daily quota.</summary>
    UntilBeijingMidnight,

    /// <summary>Ten minutes: something an administrator is changing now, such as the IP whitelist.</summary>
    TenMinutes,

    /// <summary>One hour.</summary>
    OneHour,

    /// <summary>24 hours.</summary>
    OneDay,

    /// <summary>Until a person resumes it: nothing gets better by itself.</summary>
    UntilResumed,
}
