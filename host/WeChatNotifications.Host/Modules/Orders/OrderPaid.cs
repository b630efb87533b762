using WeChatNotifications.Events;

namespace WeChatNotifications.Host.Modules.Orders;

/// <summary>A customer has paid.</summary>
[NotificationEvent("order-paid", Display = "订单已支付 Order paid")]
public sealed record OrderPaid(Guid OrderId, string OrderNo, string OpenId, string Product, decimal Amount, DateTimeOffset PaidAt);
