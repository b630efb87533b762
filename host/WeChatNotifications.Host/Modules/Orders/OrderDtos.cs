using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Host.Modules.Orders;

/// <summary>A new order.</summary>
public sealed record PlaceOrderDto
{
    /// <summary>The customer's openid.</summary>
    [Required, StringLength(Order.OpenIdLength)]
    public string? OpenId { get; init; }

    /// <summary>What is ordered.</summary>
    [Required, StringLength(Order.ProductLength)]
    public string? Product { get; init; }

    /// <summary>In yuan, with at most two decimals.</summary>
    [Range(0.01, 9_999_999.99)]
    public decimal Amount { get; init; }
}

/// <summary>What left the shop.</summary>
public sealed record ShipOrderDto
{
    /// <summary>The parcel's number at its carrier.</summary>
    [Required, StringLength(Order.TrackingNoLength)]
    public string? TrackingNo { get; init; }
}

/// <summary>An order as it stands.</summary>
public sealed record OrderDto(
    Guid Id, string Number, string OpenId, string Product, decimal Amount, string Status, DateTimeOffset PlacedAt, DateTimeOffset? PaidAt,
    DateTimeOffset? ShippedAt, string? TrackingNo, DateTimeOffset? CustomerInformedAt)
{
    public static OrderDto From(Order order) => new(
        order.Id, order.Number, order.OpenId, order.Product, order.Amount,
        order.Status switch { OrderStatus.Shipped => "shipped", OrderStatus.Paid => "paid", _ => "placed" },
        order.PlacedAt, order.PaidAt, order.ShippedAt, order.TrackingNo, order.CustomerInformedAt);
}
