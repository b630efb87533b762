using WeChatNotifications.Sending;

namespace WeChatNotifications.HttpApi.Sending;

/// <summary>What stands in the queue now.</summary>
/// <param name="Receipts">One per recipient, in their order.</param>
public sealed record SendNotificationResponse(IReadOnlyList<NotificationReceipt> Receipts);
