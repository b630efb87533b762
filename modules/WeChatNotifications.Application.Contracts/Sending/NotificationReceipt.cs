using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Sending;

/// <summary>What stands in the queue for one recipient.</summary>
/// <param name="DeliveryId">The delivery, for looking up what becomes of it.</param>
/// <param name="OpenId">The recipient; empty for a user of the host whom no app of the chain knows.</param>
/// <param name="Status">Its state; <see cref="DeliveryStatus.Pending"/> for a new one, <see cref="DeliveryStatus.Skipped"/> for an unknown user.</param>
/// <param name="IsDuplicate">Whether an earlier delivery with the same dedup key answers for it.</param>
/// <param name="UserId">The host's id of the user, when the notification named one.</param>
/// <param name="Reason">Why it stands there: <see cref="DeliveryReason.UnknownUser"/> for an unknown user.</param>
public sealed record NotificationReceipt(
    Guid DeliveryId, string OpenId, DeliveryStatus Status, bool IsDuplicate, string? UserId = null, DeliveryReason Reason = DeliveryReason.None);
