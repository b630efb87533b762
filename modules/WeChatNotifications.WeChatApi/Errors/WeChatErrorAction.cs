namespace WeChatNotifications.WeChatApi.Errors;

/// <summary>What to do about an answer of WeChat's.</summary>
public enum WeChatErrorAction
{
    /// <summary>Nothing: it worked.</summary>
    Sent,

    /// <summary>Try again later with growing pauses and an end.</summary>
    RetryLater,

    /// <summary>Try again within seconds: another send to the same user was under way.</summary>
    RetrySoon,

    /// <summary>The message may have gone out; repeat it only where a double is refused or accepted.</summary>
    OutcomeUnknown,

    /// <summary>The permit (form id, log-in code) is spent or wrong: burn it and try with another one.</summary>
    RetryWithAnotherPermit,

    /// <summary>Drop the access token if it is still the cached one, get another and try once more.</summary>
    RefreshTokenAndRetry,

    /// <summary>This user does not (any longer) take this message: give up on this recipient, it is ordinary business.</summary>
    RecipientRefused,

    /// <summary>There is no such user in this app: give up, and stop using the openid.</summary>
    RecipientInvalid,

    /// <summary>This message's content is not acceptable: give up on this message; others of the template may pass.</summary>
    ContentRejected,

    /// <summary>The template cannot be used as configured: give up, and tell who owns the template.</summary>
    TemplateBroken,

    /// <summary>Nothing of this app will pass for now: keep its messages and pause it for the entry's <see cref="PausePeriod"/>.</summary>
    PauseApp,

    /// <summary>This request or setup is wrong for good: give up on it; the rest of the app goes on.</summary>
    ConfigurationFault,

    /// <summary>WeChat withdrew this call: give up, and use another channel.</summary>
    ChannelRetired,
}
