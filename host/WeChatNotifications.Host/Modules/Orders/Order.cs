using System.Globalization;
using WeChatNotifications.Events;

namespace WeChatNotifications.Host.Modules.Orders;

public enum OrderStatus
{
    Placed = 0,
    Paid = 1,
    Shipped = 2,
}

/// <summary>One order of one customer. It knows nothing of WeChat but the customer's openid: it says what happened.</summary>
public sealed class Order : IHasNotificationEvents
{
    public const int OpenIdLength = 128;
    public const int ProductLength = 200;
    public const int NumberLength = 32;
    public const int TrackingNoLength = 32;

    private readonly List<object> _events = [];

    private Order()
    {
    }

    public Guid Id { get; private set; }

    public Guid TenantId { get; private set; }

    /// <summary>What customers and shop call it: the day and a random part.</summary>
    public string Number { get; private set; } = "";

    public string OpenId { get; private set; } = "";

    public string Product { get; private set; } = "";

    /// <summary>In yuan.</summary>
    public decimal Amount { get; private set; }

    public OrderStatus Status { get; private set; }

    public DateTimeOffset PlacedAt { get; private set; }

    public DateTimeOffset? PaidAt { get; private set; }

    public DateTimeOffset? ShippedAt { get; private set; }

    /// <summary>The parcel's number at its carrier.</summary>
    public string? TrackingNo { get; private set; }

    /// <summary>When WeChat accepted the message about the payment; written when the notification module tells of it.</summary>
    public DateTimeOffset? CustomerInformedAt { get; private set; }

    IReadOnlyCollection<object> IHasNotificationEvents.NotificationEvents => _events;

    public static Order Place(Guid tenantId, string openId, string product, decimal amount, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new()
        {
            Id = id,
            TenantId = tenantId,
            Number = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + id.ToString("N")[^8..].ToUpperInvariant(),
            OpenId = openId,
            Product = product,
            Amount = amount,
            PlacedAt = AsStored(now),
        };
    }

    /// <summary>Notes the payment.</summary>
    /// <returns>False when it was paid already: paying twice changes nothing.</returns>
    public bool Pay(DateTimeOffset now)
    {
        if (Status != OrderStatus.Placed)
        {
            return false;
        }

        (Status, PaidAt) = (OrderStatus.Paid, AsStored(now));
        _events.Add(new OrderPaid(Id, Number, OpenId, Product, Amount, PaidAt.Value));
        return true;
    }

    /// <summary>Notes that the parcel is on its way.</summary>
    /// <returns>False when it is not paid, or was shipped already.</returns>
    public bool Ship(string trackingNo, DateTimeOffset now)
    {
        if (Status != OrderStatus.Paid)
        {
            return false;
        }

        (Status, TrackingNo, ShippedAt) = (OrderStatus.Shipped, trackingNo, AsStored(now));
        _events.Add(new OrderShipped(Id, Number, OpenId, Product, Amount, trackingNo, ShippedAt.Value));
        return true;
    }

    void IHasNotificationEvents.ClearNotificationEvents() => _events.Clear();

    // To the microsecond, as the database keeps it: an order says the same before and after it was stored.
    private static DateTimeOffset AsStored(DateTimeOffset time) => new(time.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, time.Offset);
}
