namespace WeChatNotifications.Deliveries;

/// <summary>Why a delivery is where it is; finer than the status, coarser than WeChat's error code.</summary>
public enum DeliveryReason
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>It expired before it could be sent.</summary>
    Expired = 1,

    /// <summary>The user has not allowed it, has used up the permission, or has withdrawn it.</summary>
    NoPermit = 2,

    /// <summary>The openid is wrong or belongs to another app.</summary>
    InvalidRecipient = 3,

    /// <summary>WeChat does not accept a value of the message.</summary>
    ContentRejected = 4,

    /// <summary>The template is unknown at WeChat, banned, or its page does not exist in the released mini program.</summary>
    TemplateBroken = 5,

    /// <summary>WeChat has retired the message API.</summary>
    ChannelRetired = 6,

    /// <summary>The request or the account's set-up is wrong in a way that waiting does not cure.</summary>
    ConfigurationFault = 7,

    /// <summary>Every allowed attempt was made.</summary>
    AttemptsExhausted = 8,

    /// <summary>Somebody cancelled it.</summary>
    CancelledByHand = 9,

    /// <summary>The request left, and no answer came back or no record of it was made.</summary>
    OutcomeUnknown = 10,

    /// <summary>WeChat asked to come back later, or could not be reached; it will be tried again.</summary>
    RetryLater = 11,

    /// <summary>The app was paused while the message was under way; it goes out when the app is resumed.</summary>
    AppPaused = 12,

    /// <summary>The host's user id has no openid under any app of the template's chain.</summary>
    UnknownUser = 13,

    /// <summary>A template of the chain could not reach the user, and the next one took over: in the timeline, and while the next one waits.</summary>
    FellBack = 14,

    /// <summary>Its broadcast is paused; it goes out when the broadcast is resumed.</summary>
    BroadcastPaused = 15,

    /// <summary>Its broadcast was cancelled before it was sent.</summary>
    BroadcastCancelled = 16,

    /// <summary>The values that a broadcast has for this recipient break a rule of the template.</summary>
    InvalidData = 17,

    /// <summary>The template's quiet hours; it goes out when they are over.</summary>
    QuietHours = 18,

    /// <summary>The tenant's volume of the day is used up; it goes out the next day.</summary>
    TenantQuota = 19,
}
