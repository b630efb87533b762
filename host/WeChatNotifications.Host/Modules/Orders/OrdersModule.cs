using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.Host.Modules.Orders.Persistence;
using WeChatNotifications.HttpApi.Security;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Host.Modules.Orders;

/// <summary>A business module that uses notifications: it raises events, and one line says which notification each becomes.</summary>
internal static class OrdersModule
{
    public const string PaidTemplate = "order-paid";

    public static void AddOrdersModule(this IServiceCollection services, string connectionString)
    {
        services.AddDbContext<OrdersDbContext>((provider, options) => options
            .UseNpgsql(connectionString, OrdersDbContext.Configure)
            .UseWeChatNotifications(provider));
        services.AddAudienceSource<OrderCustomers>();
        services.AddWeChatNotificationEvents(events => events.On<OrderPaid>(Notify).Event<OrderShipped>());
        services.AddNotificationOutcomeHandler<CustomerInformed>();
        var authorization = services.AddAuthorizationBuilder();
        foreach (var permission in OrdersPermissions.All)
        {
            authorization.AddPolicy(permission, policy => policy
                .RequireAuthenticatedUser()
                .RequireClaim(WeChatNotificationsClaims.Permission, permission)
                // Orders are a tenant's: the host's own people have none.
                .RequireClaim(HostClaims.Tenant));
        }
    }

    public static void MapOrdersModule(this IEndpointRouteBuilder endpoints) => endpoints.MapOrders();

    /// <summary>Which order's payment a message was about, by its dedup key; null when it was about something else.</summary>
    public static Guid? PaidOrderOf(string? dedupKey)
        => dedupKey?.StartsWith(PaidTemplate + ":", StringComparison.Ordinal) == true && Guid.TryParse(dedupKey.AsSpan(PaidTemplate.Length + 1), out var id) ? id : null;

    /// <summary>What a customer is told about a paid order.</summary>
    private static Notification Notify(OrderPaid paid) => new()
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
    };
}
