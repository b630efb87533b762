namespace WeChatNotifications.Events;

/// <summary>Kinds of outcomes; in configuration their names with commas between.</summary>
[Flags]
public enum OutcomeKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Messages that WeChat accepted.</summary>
    Sent = 1,

    /// <summary>Messages that reached the user, as a receipt says.</summary>
    Confirmed = 2,

    /// <summary>Messages that did not reach the user, as a receipt says.</summary>
    Refused = 4,

    /// <summary>Messages that will never be sent.</summary>
    Failed = 8,

    /// <summary>Messages that the user does not want, or that came too late.</summary>
    Skipped = 16,

    /// <summary>Messages that may or may not have been sent.</summary>
    Unconfirmed = 32,

    /// <summary>Messages that somebody cancelled.</summary>
    Cancelled = 64,

    /// <summary>Broadcasts that are over.</summary>
    Broadcasts = 128,

    /// <summary>Apps that were paused or resumed.</summary>
    Apps = 256,

    /// <summary>Everything.</summary>
    All = Sent | Confirmed | Refused | Failed | Skipped | Unconfirmed | Cancelled | Broadcasts | Apps,
}
