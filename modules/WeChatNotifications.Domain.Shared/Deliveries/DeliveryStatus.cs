namespace WeChatNotifications.Deliveries;

/// <summary>Where a delivery stands. See <c>docs/deliveries.md</c> for the whole state machine.</summary>
public enum DeliveryStatus
{
    /// <summary>Waiting for its turn, its time, or for its app to be resumed.</summary>
    Pending = 0,

    /// <summary>Claimed by a node under a lease; it may be on its way to WeChat.</summary>
    Sending = 1,

    /// <summary>WeChat accepted it.</summary>
    Sent = 2,

    /// <summary>WeChat's receipt says that it reached the user.</summary>
    Confirmed = 3,

    /// <summary>WeChat accepted it, and its receipt says that it did not reach the user.</summary>
    Refused = 4,

    /// <summary>It will never be sent: WeChat refused it for good, or all attempts are used up.</summary>
    Failed = 5,

    /// <summary>It was not sent because the user does not want it or it came too late. Normal business, not a fault.</summary>
    Skipped = 6,

    /// <summary>It may or may not have been sent, and the app's policy is to let a person decide.</summary>
    Unconfirmed = 7,

    /// <summary>Cancelled before it was sent.</summary>
    Cancelled = 8,
}
