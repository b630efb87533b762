using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Callbacks;

/// <summary>What WeChat says about a message that it accepted earlier.</summary>
/// <param name="WeChatMessageId">WeChat's id of the message; null when the receipt does not name it.</param>
/// <param name="OpenId">The receiver.</param>
/// <param name="WeChatTemplateId">WeChat's id of the template; null when the receipt does not name it.</param>
/// <param name="IsDelivered">Whether it reached the user.</param>
/// <param name="ErrorText">What WeChat says about one that did not.</param>
/// <param name="At">When WeChat wrote the receipt.</param>
public sealed record DeliveryReceipt(long? WeChatMessageId, string OpenId, string? WeChatTemplateId, bool IsDelivered, string? ErrorText, DateTimeOffset At)
{
    /// <summary>How long before the receipt its message may have been sent, when it does not name the message.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(1);

    /// <summary>How far WeChat's clock may be behind ours.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Why it did not arrive, in the log's words: the user has blocked the account, or something at WeChat's that it does not explain.</summary>
    public DeliveryReason Reason
        => ErrorText?.Contains("block", StringComparison.OrdinalIgnoreCase) == true ? DeliveryReason.NoPermit : DeliveryReason.None;

    /// <summary>The receipt that was kept.</summary>
    public static DeliveryReceipt Of(PendingReceipt kept)
        => new(kept.WeChatMessageId, kept.OpenId, kept.WeChatTemplateId, kept.IsDelivered, kept.ErrorText, kept.At);

    /// <summary>Writes the receipt on its delivery.</summary>
    /// <exception cref="DeliveryStateException">The delivery is not sent, or has its receipt already.</exception>
    public void ApplyTo(DeliveryLog delivery)
    {
        if (IsDelivered)
        {
            delivery.Confirm(At);
        }
        else
        {
            delivery.Refuse(Reason, new DeliveryError(Code: null, ErrorText ?? "", Rid: null), At);
        }
    }
}

/// <summary>What became of a receipt.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="Delivery">Its delivery as it stands now; null when there is none (yet).</param>
/// <param name="IsNews">Whether the receipt changed the delivery; false when it had one already.</param>
public readonly record struct ReceiptOutcome(DeliveryReceipt Receipt, DeliveryLog? Delivery, bool IsNews);
