namespace WeChatNotifications.Credentials;

/// <summary>Why nothing is sent for an app at the moment.</summary>
public enum PauseReason
{
    /// <summary>An administrator paused it.</summary>
    ByHand = 0,

    /// <summary>WeChat answered with an error that every message of the app would meet; the error code says which.</summary>
    WeChatError = 1,
}
