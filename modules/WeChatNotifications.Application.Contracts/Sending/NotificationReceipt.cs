using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Sending;

/// <summary>What stands in the queue for one recipient.</summary>
/// <param name="DeliveryId">The delivery, for looking up what becomes of it.</param>
/// <param name="OpenId">The recipient.</param>
/// <param name="Status">Its state; <see cref="DeliveryStatus.Pending"/> for a new one.</param>
/// <param name="IsDuplicate">Whether an earlier delivery with the same dedup key answers for it.</param>
public sealed record NotificationReceipt(Guid DeliveryId, string OpenId, DeliveryStatus Status, bool IsDuplicate);
