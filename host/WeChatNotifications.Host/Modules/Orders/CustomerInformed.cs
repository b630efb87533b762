using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Events;
using WeChatNotifications.Host.Modules.Orders.Persistence;

namespace WeChatNotifications.Host.Modules.Orders;

/// <summary>Notes at an order that its customer has been told of the payment, when WeChat has accepted the message.</summary>
internal sealed class CustomerInformed(OrdersDbContext orders) : INotificationOutcomeHandler<NotificationSent>
{
    public async Task HandleAsync(IReadOnlyList<NotificationSent> events, CancellationToken cancellationToken)
    {
        foreach (var sent in events)
        {
            if (OrdersModule.PaidOrderOf(sent.DedupKey) is { } id)
            {
                // A message that was sent again by hand tells again; the first time counts.
                await orders.Orders.Where(o => o.Id == id && o.CustomerInformedAt == null)
                    .ExecuteUpdateAsync(o => o.SetProperty(x => x.CustomerInformedAt, sent.At.ToUniversalTime()), cancellationToken);
            }
        }
    }
}
