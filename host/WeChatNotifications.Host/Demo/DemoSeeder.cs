using WeChatNotifications.Broadcasts;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Events;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.Host.Modules.Orders;
using WeChatNotifications.Host.Startup;
using WeChatNotifications.Permissions;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Host.Demo;

/// <summary>Fills an empty host with a tenant, a user, a key and the simulated app, through the same doors that everybody uses.</summary>
internal static class DemoSeeder
{
    private const string ShippedTemplate = "order-shipped";

    private static readonly string[] TenantPermissions = [.. WeChatNotificationsPermissionTree.TenantSide, .. OrdersPermissions.All];

    public static bool WantsDemo(this IConfiguration configuration) => configuration.GetValue<bool>("Demo:Seed");

    /// <summary>Does nothing unless <c>Demo:Seed</c> is true; what exists already stays as it is, only missing permissions are added.</summary>
    /// <exception cref="StartupException">It is wanted outside Development.</exception>
    public static async Task SeedDemoAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        if (!app.Configuration.WantsDemo())
        {
            return;
        }

        if (!app.Environment.IsDevelopment())
        {
            throw new StartupException("Demo:Seed is true outside Development. Its password and its key are public; set it to false.");
        }

        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var identity = services.GetRequiredService<IdentityAdministration>();
        var tenant = await identity.EnsureTenantAsync(DemoData.Tenant, cancellationToken);
        await SeedCallersAsync(identity, tenant.Id, cancellationToken);
        using (services.GetRequiredService<IAmbientTenant>().Change(tenant.Id))
        {
            await SeedAppAsync(services, (await identity.GetUserAsync(DemoData.UserName, cancellationToken)).Id.ToString(), cancellationToken);
            await SeedCallbacksAsync(services, cancellationToken);
        }
    }

    // Again at each start: a database of an older version gets the permissions that came since.
    private static async Task SeedCallersAsync(IdentityAdministration identity, Guid tenantId, CancellationToken cancellationToken)
    {
        await identity.EnsureUserAsync(tenantId, DemoData.UserName, DemoData.Password, TenantPermissions, cancellationToken);
        await identity.EnsureUserAsync(null, DemoData.HostUserName, DemoData.HostPassword, WeChatNotificationsPermissions.All, cancellationToken);
        await identity.EnsureKnownKeyAsync(tenantId, "Demonstration", DemoData.ApiKey, TenantPermissions, cancellationToken);
        await identity.EnsureKnownKeyAsync(null, "Demonstration of the host", DemoData.HostApiKey, WeChatNotificationsPermissions.All, cancellationToken);
    }

    private static async Task SeedAppAsync(IServiceProvider services, string userId, CancellationToken cancellationToken)
    {
        var credentials = services.GetRequiredService<IAppCredentialAppService>();
        if (await credentials.ListAsync(cancellationToken) is not [])
        {
            return;
        }

        var app = await credentials.CreateAsync(
            new() { AppId = DemoData.AppId, Name = "演示小程序 Demo mini program", Kind = AppKind.MiniProgram, Secret = DemoData.AppSecret },
            cancellationToken);
        await credentials.CreateAsync(
            new() { AppId = DemoData.AccountAppId, Name = "演示公众号 Demo official account", Kind = AppKind.OfficialAccount, Secret = DemoData.AccountSecret },
            cancellationToken);
        await services.GetRequiredService<IWeChatRecipients>().LinkAsync(userId, DemoData.AppId, DemoData.Customer, cancellationToken);
        var templates = services.GetRequiredService<IMessageTemplateAppService>();
        await templates.CreateAsync(OrderPaid(app.Id), cancellationToken);
        await templates.CreateAsync(OrderShipped(app.Id), cancellationToken);
        await services.GetRequiredService<IEventMappingAppService>().CreateAsync(ShippedMapping(), cancellationToken);
        // Nothing is known of o-carol: that she refuses comes as WeChat's answer.
        await services.GetRequiredService<ISubscriptionGrantAppService>().ReportAsync(
            new()
            {
                AppCredentialId = app.Id,
                Decisions =
                [
                    .. from openId in new[] { DemoData.Customer, DemoData.OtherCustomer }
                       from template in new[] { OrdersModule.PaidTemplate, ShippedTemplate }
                       select new GrantDecisionDto { OpenId = openId, Template = template, Decision = GrantDecision.Accepted, Accepts = DemoData.Grants },
                ],
            },
            cancellationToken);
        await services.GetRequiredService<IBroadcastAppService>().CreateAsync(WinterSale(), cancellationToken);
    }

    /// <summary>A host whose database is older than the message push gets its keys too; keys of somebody's own stay.</summary>
    private static async Task SeedCallbacksAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var apps = await services.GetRequiredService<IAppCredentialAppService>().ListAsync(cancellationToken);
        var callbacks = services.GetRequiredService<IAppCallbackAppService>();
        foreach (var app in apps.Where(a => a.AppId is DemoData.AppId or DemoData.AccountAppId))
        {
            if ((await callbacks.GetAsync(app.Id, cancellationToken)).Mode is null)
            {
                await callbacks.SaveAsync(
                    app.Id, new() { Mode = CallbackMode.Secure, Token = DemoData.CallbackToken, EncodingAesKey = DemoData.EncodingAesKey }, cancellationToken);
            }
        }
    }

    /// <summary>A draft to look at, try out and start: it goes to the two customers who have allowed messages.</summary>
    private static SaveBroadcastDto WinterSale() => new()
    {
        Name = "冬季回馈 Winter sale",
        Template = OrdersModule.PaidTemplate,
        Audience = new() { Kind = AudienceKind.PermitHolders },
        Data = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["orderNo"] = "WINTER2026",
            ["product"] = "龙井茶礼盒",
            ["amount"] = 88m,
            ["paidAt"] = "2026-12-21T10:00:00+08:00",
            ["orderId"] = "winter",
        },
        RatePerSecond = 10,
    };

    private static SaveMessageTemplateDto OrderShipped(Guid appCredentialId) => new()
    {
        Name = ShippedTemplate,
        AppCredentialId = appCredentialId,
        WeChatTemplateId = DemoData.ShippedWeChatTemplateId,
        Title = "订单发货提醒",
        SubscriptionKind = SubscriptionKind.OneTime,
        Fields =
        [
            new() { Key = "character_string1", Name = "orderNo" },
            new() { Key = "thing2", Name = "product" },
            new() { Key = "character_string3", Name = "trackingNo" },
            new() { Key = "time4", Name = "shippedAt" },
        ],
        PagePattern = "pages/order/detail?id={orderId}",
    };

    /// <summary>What an administrator would enter on a quiet afternoon: the Orders module knows nothing of it.</summary>
    private static SaveEventMappingDto ShippedMapping() => new()
    {
        Name = "发货通知 Parcel on its way",
        EventName = "order-shipped",
        Template = ShippedTemplate,
        RecipientPath = nameof(Modules.Orders.OrderShipped.OpenId),
        Fields =
        [
            new() { Field = "orderNo", Path = nameof(Modules.Orders.OrderShipped.OrderNo) },
            new() { Field = "product", Path = nameof(Modules.Orders.OrderShipped.Product) },
            new() { Field = "trackingNo", Path = nameof(Modules.Orders.OrderShipped.TrackingNo) },
            new() { Field = "shippedAt", Path = nameof(Modules.Orders.OrderShipped.ShippedAt) },
            new() { Field = "orderId", Path = nameof(Modules.Orders.OrderShipped.OrderId) },
        ],
        DedupKeyPattern = "order-shipped-{OrderId}",
    };

    private static SaveMessageTemplateDto OrderPaid(Guid appCredentialId) => new()
    {
        Name = OrdersModule.PaidTemplate,
        AppCredentialId = appCredentialId,
        WeChatTemplateId = DemoData.WeChatTemplateId,
        Title = "订单支付成功通知",
        SubscriptionKind = SubscriptionKind.OneTime,
        Fields =
        [
            new() { Key = "character_string1", Name = "orderNo" },
            new() { Key = "thing2", Name = "product" },
            new() { Key = "amount3", Name = "amount" },
            new() { Key = "time4", Name = "paidAt" },
        ],
        PagePattern = "pages/order/detail?id={orderId}",
    };
}
