namespace WeChatNotifications.Host.Modules.Orders;

/// <summary>A customer has paid.</summary>
public sealed record OrderPaid(Guid OrderId, string OrderNo, string OpenId, string Product, decimal Amount, DateTimeOffset PaidAt);
