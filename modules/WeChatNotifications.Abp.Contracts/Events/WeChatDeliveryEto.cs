using Volo.Abp.EventBus;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Events;

/// <summary>
/// What became of one message. Every finished delivery is told once, by one of the derived events; one that WeChat accepted is told a second
/// time when WeChat's receipt says whether it reached the user. A message that falls back to its next template is not finished.
/// </summary>
public abstract class WeChatDeliveryEto : IMultiTenant
{
    /// <summary>The delivery.</summary>
    public Guid Id { get; set; }

    /// <summary>The tenant; null for the host itself.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>The app that sent it.</summary>
    public Guid AppCredentialId { get; set; }

    /// <summary>Logical name of the template.</summary>
    public string Template { get; set; } = "";

    /// <summary>The receiver; empty for a user of the host whom no app knows.</summary>
    public string OpenId { get; set; } = "";

    /// <summary>The host's id of the user, when the notification named one.</summary>
    public string? UserId { get; set; }

    /// <summary>The dedup key, by which the sender may know it.</summary>
    public string? DedupKey { get; set; }

    /// <summary>Why, as a stable word.</summary>
    public DeliveryReason Reason { get; set; }

    /// <summary>How often it was handed to WeChat.</summary>
    public int Attempts { get; set; }

    /// <summary>WeChat's error code of the last attempt.</summary>
    public int? ErrorCode { get; set; }

    /// <summary>What WeChat or the network said at the last attempt.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>When it was requested.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset FinishedAt { get; set; }
}

/// <summary>A message that WeChat accepted.</summary>
public abstract class WeChatAcceptedDeliveryEto : WeChatDeliveryEto
{
    /// <summary>WeChat's message id, when the answer had one; text, since it is beyond what JavaScript's numbers hold.</summary>
    public string? WeChatMessageId { get; set; }
}

/// <summary>WeChat accepted the message.</summary>
[EventName("WeChatNotifications.Sent")]
public class WeChatDeliverySentEto : WeChatAcceptedDeliveryEto;

/// <summary>WeChat's receipt says that the message reached the user. Comes after <see cref="WeChatDeliverySentEto"/>, where WeChat pushes receipts.</summary>
[EventName("WeChatNotifications.Confirmed")]
public class WeChatDeliveryConfirmedEto : WeChatAcceptedDeliveryEto;

/// <summary>WeChat accepted the message, and its receipt says that it did not reach the user; <see cref="WeChatDeliveryEto.ErrorMessage"/> says why.</summary>
[EventName("WeChatNotifications.Refused")]
public class WeChatDeliveryRefusedEto : WeChatAcceptedDeliveryEto;

/// <summary>The message will never be sent: WeChat refuses it for good, or every attempt was made.</summary>
[EventName("WeChatNotifications.Failed")]
public class WeChatDeliveryFailedEto : WeChatDeliveryEto;

/// <summary>The message was not sent because the user does not want it, is not known, or it came too late.</summary>
[EventName("WeChatNotifications.Skipped")]
public class WeChatDeliverySkippedEto : WeChatDeliveryEto;

/// <summary>The message may or may not have arrived, and a person decides what to do about it.</summary>
[EventName("WeChatNotifications.Unconfirmed")]
public class WeChatDeliveryUnconfirmedEto : WeChatDeliveryEto;

/// <summary>A person has cancelled the message before it was sent.</summary>
[EventName("WeChatNotifications.Cancelled")]
public class WeChatDeliveryCancelledEto : WeChatDeliveryEto;
