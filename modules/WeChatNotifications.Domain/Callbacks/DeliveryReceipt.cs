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

    /// <summary>The receipt that was kept.</summary>
    public static DeliveryReceipt Of(PendingReceipt kept)
        => new(kept.WeChatMessageId, kept.OpenId, kept.WeChatTemplateId, kept.IsDelivered, kept.ErrorText, kept.At);

    /// <summary>Writes the receipt on its delivery.</summary>
    /// <returns>Whether that was news: a second receipt changes nothing.</returns>
    /// <exception cref="DeliveryStateException">The delivery is not sent.</exception>
    public bool ApplyTo(DeliveryLog delivery) => IsDelivered ? delivery.Confirm(At) : delivery.Refuse(ErrorText, At);
}

/// <summary>What became of a receipt.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="Delivery">Its delivery as it stands now; null when there is none (yet).</param>
/// <param name="IsNews">Whether the receipt changed the delivery; false when it had one already.</param>
public readonly record struct ReceiptOutcome(DeliveryReceipt Receipt, DeliveryLog? Delivery, bool IsNews)
{
    /// <summary>The deliveries that receipts have changed. A second receipt is no news.</summary>
    public static IEnumerable<DeliveryLog> NewsOf(IReadOnlyList<ReceiptOutcome> outcomes) => outcomes.Where(o => o.IsNews).Select(o => o.Delivery!);
}
