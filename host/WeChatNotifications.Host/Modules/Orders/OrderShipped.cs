using WeChatNotifications.Events;

namespace WeChatNotifications.Host.Modules.Orders;

/// <summary>A parcel is on its way. No code sends a message about it: an administrator may map it to one.</summary>
[NotificationEvent("order-shipped", Display = "订单已发货 Order shipped")]
public sealed record OrderShipped(Guid OrderId, string OrderNo, string OpenId, string Product, decimal Amount, string TrackingNo, DateTimeOffset ShippedAt);
