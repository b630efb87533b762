using WeChatNotifications.Events;
using WeChatNotifications.Sending;

namespace WeChatNotifications.AbpHost.Modules.Orders;

/// <summary>What customers are told about their orders: all that the Orders module knows of notifications.</summary>
public static class OrderNotifications
{
    public const string PaidTemplate = "order-paid";

    public static void Map(NotificationEventMappings events) => events.On<OrderPaid>(paid => new Notification
    {
        Template = PaidTemplate,
        To = paid.OpenId,
        Data = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["orderNo"] = paid.OrderNo,
            ["product"] = paid.Product,
            ["amount"] = paid.Amount,
            ["paidAt"] = paid.PaidAt,
            ["orderId"] = paid.OrderId.ToString(),
        },
        DedupKey = $"{PaidTemplate}:{paid.OrderId}",
    });
}
