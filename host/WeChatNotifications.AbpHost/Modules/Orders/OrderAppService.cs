using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Volo.Abp.Application.Services;
using Volo.Abp.Domain.Repositories;

namespace WeChatNotifications.AbpHost.Modules.Orders;

/// <summary>Takes orders and notes payments.</summary>
public interface IOrderAppService : IApplicationService
{
    /// <summary>Shows an order.</summary>
    Task<OrderDto> GetAsync(Guid id);

    /// <summary>Places an order.</summary>
    Task<OrderDto> CreateAsync(PlaceOrderDto input);

    /// <summary>Notes that an order is paid. The customer's notification is stored in the same unit of work. Paying twice changes nothing.</summary>
    Task<OrderDto> PayAsync(Guid id);
}

/// <inheritdoc cref="IOrderAppService" />
[Authorize(OrdersPermissions.Default)]
public class OrderAppService(IRepository<Order, Guid> orders) : ApplicationService, IOrderAppService
{
    public virtual async Task<OrderDto> GetAsync(Guid id) => DtoOf(await orders.GetAsync(id));

    public virtual async Task<OrderDto> CreateAsync(PlaceOrderDto input) => DtoOf(await orders.InsertAsync(
        new Order(GuidGenerator.Create(), CurrentTenant.Id, input.OpenId.Trim(), input.Product.Trim(), decimal.Round(input.Amount, 2), Clock.Now)));

    public virtual async Task<OrderDto> PayAsync(Guid id)
    {
        var order = await orders.GetAsync(id);
        order.Pay(Clock.Now);
        return DtoOf(await orders.UpdateAsync(order));
    }

    private static OrderDto DtoOf(Order order) => new(order.Id, order.Number, order.OpenId, order.Product, order.Amount, order.PaidAt);
}

/// <summary>A new order.</summary>
public sealed record PlaceOrderDto
{
    /// <summary>The customer's openid.</summary>
    [Required, StringLength(Order.OpenIdLength)]
    public string OpenId { get; init; } = "";

    /// <summary>What is ordered.</summary>
    [Required, StringLength(Order.ProductLength)]
    public string Product { get; init; } = "";

    /// <summary>In yuan, with at most two decimals.</summary>
    [Range(0.01, 9_999_999.99)]
    public decimal Amount { get; init; }
}

/// <summary>An order as it stands.</summary>
public sealed record OrderDto(Guid Id, string Number, string OpenId, string Product, decimal Amount, DateTime? PaidAt);
