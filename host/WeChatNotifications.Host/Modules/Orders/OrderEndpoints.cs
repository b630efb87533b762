using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Host.Modules.Orders.Persistence;
using WeChatNotifications.Host.Web;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Host.Modules.Orders;

internal static class OrderEndpoints
{
    private const string GetName = "GetOrder";

    public static void MapOrders(this IEndpointRouteBuilder endpoints)
    {
        var orders = endpoints.MapGroup("/api/orders").RefuseForgedRequests().WithTags("Orders")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);

        orders.MapPost("/", PlaceAsync)
            .RequireAuthorization(OrdersPermissions.Create)
            .WithName("PlaceOrder")
            .WithSummary("Place an order")
            .Produces<OrderDto>(StatusCodes.Status201Created)
            .ProducesValidationProblem();

        orders.MapGet("/{id:guid}", GetAsync)
            .RequireAuthorization(OrdersPermissions.View)
            .WithName(GetName)
            .WithSummary("Show an order")
            .Produces<OrderDto>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        orders.MapPost("/{id:guid}/pay", PayAsync)
            .RequireAuthorization(OrdersPermissions.Pay)
            .WithName("PayOrder")
            .WithSummary("Note that an order is paid")
            .WithDescription("Raises OrderPaid; the customer's notification is stored in the same transaction. Paying twice changes nothing.")
            .Produces<OrderDto>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        orders.MapPost("/{id:guid}/ship", ShipAsync)
            .RequireAuthorization(OrdersPermissions.Ship)
            .WithName("ShipOrder")
            .WithSummary("Note that a paid order is on its way")
            .WithDescription("Raises OrderShipped, about which messages are sent as administrators have mapped it.")
            .Produces<OrderDto>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ShipAsync(Guid id, ShipOrderDto input, OrdersDbContext orders, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await orders.Orders.FirstOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } order)
        {
            return Results.Problem(statusCode: StatusCodes.Status404NotFound);
        }

        try
        {
            if (!order.Ship(input.TrackingNo!.Trim(), time.GetUtcNow()))
            {
                return Results.Problem(statusCode: StatusCodes.Status409Conflict);
            }

            await orders.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Results.Problem(statusCode: StatusCodes.Status409Conflict);
        }

        return Results.Ok(OrderDto.From(order));
    }

    private static async Task<IResult> PlaceAsync(
        PlaceOrderDto input, OrdersDbContext orders, IAmbientTenant tenant, TimeProvider time, CancellationToken cancellationToken)
    {
        var tenantId = tenant.Id ?? throw new InvalidOperationException("An order belongs to a tenant.");
        var order = Order.Place(tenantId, input.OpenId!.Trim(), input.Product!.Trim(), decimal.Round(input.Amount, 2), time.GetUtcNow());
        orders.Orders.Add(order);
        await orders.SaveChangesAsync(cancellationToken);
        return Results.CreatedAtRoute(GetName, new { id = order.Id }, OrderDto.From(order));
    }

    private static async Task<IResult> GetAsync(Guid id, OrdersDbContext orders, CancellationToken cancellationToken)
        => await orders.Orders.AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancellationToken) is { } order
            ? Results.Ok(OrderDto.From(order))
            : Results.Problem(statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> PayAsync(Guid id, OrdersDbContext orders, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await orders.Orders.FirstOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } order)
        {
            return Results.Problem(statusCode: StatusCodes.Status404NotFound);
        }

        if (order.Pay(time.GetUtcNow()))
        {
            try
            {
                await orders.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody else noted the same payment at the same moment; theirs is the one that counts.
                orders.ChangeTracker.Clear();
                order = await orders.Orders.AsNoTracking().FirstAsync(o => o.Id == id, cancellationToken);
            }
        }

        return Results.Ok(OrderDto.From(order));
    }
}
