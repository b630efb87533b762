using WeChatNotifications.Host.Modules.Orders;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;
using WeChatNotifications.Testing;
using Things = WeChatNotifications.HttpApi.Tests.Broadcasts.BroadcastThings;

namespace WeChatNotifications.HttpApi.Tests.Security;

/// <summary>Who may call an endpoint, and whose thing its id names. Every endpoint of the host has one.</summary>
/// <param name="Permission">The permission it demands; null when a known caller is enough.</param>
/// <param name="ThingOf">Makes the thing that the id in its path names; null when the path has none.</param>
/// <param name="Body">A body that it takes; null when it takes none.</param>
/// <param name="Query">A query that it cannot do without; null when it can.</param>
/// <param name="Prepare">What has to be there before the call.</param>
internal sealed record EndpointCase(
    string? Permission, Func<Shop, Task<Guid>>? ThingOf = null, Func<Shop, object>? Body = null, Func<Shop, string>? Query = null, Func<Shop, Task>? Prepare = null)
{
    /// <summary>Whether only the host's own people may call it.</summary>
    public bool IsHostSide => WeChatNotificationsPermissionTree.All.Any(p => p.IsHostSide && p.Name == Permission);
}

internal static class EndpointCases
{
    /// <summary>Endpoints that answer everybody.</summary>
    public static readonly string[] Open =
    [
        "GET /", "GET /account/login", "POST /account/login", "POST /account/logout",
        "GET /api/wechat-notifications/callback/{appId}", "POST /api/wechat-notifications/callback/{appId}",
        "* /health/live", "* /health/ready", "GET /openapi/{documentName}.json",
        "POST /api/wechat-notifications/mini-program/{appId}/login",
        "GET /wechat/assets/{name}", "GET /wechat/language/{culture}",
    ];

    /// <summary>What whoever is logged in without a tenant may do, whatever their permissions: see TenantChoiceTests.</summary>
    public static readonly string[] ForPeopleOfTheHost = ["GET /account/tenant/", "POST /account/tenant/"];

    /// <summary>Endpoints that only the session of a mini program's user opens.</summary>
    public static readonly string[] WithSession =
    [
        "POST /api/wechat-notifications/mini-program/permits", "GET /api/wechat-notifications/mini-program/permits",
        "GET /api/wechat-notifications/mini-program/templates",
    ];

    public static readonly Dictionary<string, EndpointCase> Guarded = new(StringComparer.Ordinal)
    {
        ["GET /api/wechat-notifications/credentials/"] = new(Credentials.Default),
        ["GET /api/wechat-notifications/credentials/{id:guid}"] = new(Credentials.Default, Credential),
        ["POST /api/wechat-notifications/credentials/"] = new(Credentials.Manage, null, _ => new { AppId = "wx-other", Name = "Other", Secret = "0123456789" }),
        ["PUT /api/wechat-notifications/credentials/{id:guid}"] = new(Credentials.Manage, Credential, _ => new { Name = "Changed" }),
        ["DELETE /api/wechat-notifications/credentials/{id:guid}"] = new(Credentials.Manage, UnusedCredential),
        ["POST /api/wechat-notifications/credentials/{id:guid}/test"] = new(Credentials.Test, Credential),
        ["POST /api/wechat-notifications/credentials/{id:guid}/pause"] = new(Credentials.Manage, Credential, _ => new { Detail = "Holiday" }),
        ["POST /api/wechat-notifications/credentials/{id:guid}/resume"] = new(Credentials.Manage, Credential),
        ["GET /api/wechat-notifications/credentials/{id:guid}/token"] = new(Credentials.Default, Credential),
        ["GET /api/wechat-notifications/credentials/{id:guid}/checklist"] = new(Credentials.Default, Credential),
        ["GET /api/wechat-notifications/credentials/{id:guid}/callbacks"] = new(Credentials.Default, Credential),
        ["PUT /api/wechat-notifications/credentials/{id:guid}/callbacks"] = new(Credentials.Manage, Credential, _ => new { Mode = "plain", Token = "t0ken" }),
        ["POST /api/wechat-notifications/credentials/{id:guid}/callbacks/generate"] = new(Credentials.Manage, Credential),
        ["DELETE /api/wechat-notifications/credentials/{id:guid}/callbacks"] = new(Credentials.Manage, Credential),
        ["GET /api/wechat-notifications/templates/"] = new(Templates.Default),
        ["GET /api/wechat-notifications/templates/{id:guid}"] = new(Templates.Default, Template),
        ["POST /api/wechat-notifications/templates/"] = new(Templates.Manage, null, shop => shop.NewTemplate("another")),
        ["POST /api/wechat-notifications/templates/preview"] = new(Templates.Default, null, _ => new { Fields = new object[] { new { Key = "thing1" } } }),
        ["PUT /api/wechat-notifications/templates/{id:guid}"] = new(Templates.Manage, Template, shop => shop.NewTemplate("renamed")),
        ["DELETE /api/wechat-notifications/templates/{id:guid}"] = new(Templates.Manage, Template),
        ["POST /api/wechat-notifications/templates/sync"] = new(Templates.Manage, null, shop => new { AppCredentialId = shop.CredentialId }),
        ["GET /api/wechat-notifications/templates/remote"] = new(Templates.Default),
        ["GET /api/wechat-notifications/templates/remote/{id:guid}"] = new(Templates.Default, RemoteTemplate),
        ["POST /api/wechat-notifications/templates/remote/{id:guid}/adopt"] = new(Templates.Manage, RemoteTemplate, _ => new { Name = "adopted" }),
        ["DELETE /api/wechat-notifications/templates/remote/{id:guid}"] = new(Templates.Manage, RemoteTemplate),
        ["GET /api/wechat-notifications/templates/library/categories"] = new(Templates.Default, Query: App),
        ["GET /api/wechat-notifications/templates/library/titles"] = new(Templates.Default, Query: shop => App(shop) + "&categoryId=307"),
        ["GET /api/wechat-notifications/templates/library/keywords"] = new(Templates.Default, Query: shop => App(shop) + "&tid=1476"),
        ["POST /api/wechat-notifications/templates/library/add"] = new(
            Templates.Manage, null, shop => new { AppCredentialId = shop.CredentialId, Tid = "1476", KidList = new[] { 1, 2 }, SceneDesc = "付款通知" }),
        ["GET /api/wechat-notifications/grants/"] = new(WeChatNotificationsPermissions.Grants.Default),
        ["GET /api/wechat-notifications/permits/grants"] = new(WeChatNotificationsPermissions.Grants.Default, Query: App),
        ["GET /api/wechat-notifications/permits/form-ids"] = new(WeChatNotificationsPermissions.FormIds.Default, Query: App),
        ["GET /api/wechat-notifications/form-ids/"] = new(WeChatNotificationsPermissions.FormIds.Default),
        ["POST /api/wechat-notifications/form-ids/"] = new(WeChatNotificationsPermissions.FormIds.Report, null, shop => new
        {
            AppCredentialId = shop.CredentialId,
            Items = new[] { new { OpenId = "o-alice", FormId = "form-1" } },
        }),
        ["POST /api/wechat-notifications/grants/"] = new(WeChatNotificationsPermissions.Grants.Report, null, shop => new
        {
            AppCredentialId = shop.CredentialId,
            Decisions = new[] { new { OpenId = "alice", Template = "order-paid", Decision = "accepted" } },
        }),
        ["POST /api/wechat-notifications/notifications/"] = new(WeChatNotificationsPermissions.Notifications.Send, null, _ => Shop.Message("alice")),
        ["POST /api/wechat-notifications/notifications/preview"] = new(WeChatNotificationsPermissions.Notifications.Send, null, _ => Shop.Message("alice")),
        ["GET /api/wechat-notifications/deliveries/"] = new(Deliveries.Default),
        ["GET /api/wechat-notifications/deliveries/export"] = new(Deliveries.Default),
        ["GET /api/wechat-notifications/deliveries/{id:guid}"] = new(Deliveries.Default, Waiting),
        ["GET /api/wechat-notifications/deliveries/count"] = new(Deliveries.Default),
        ["GET /api/wechat-notifications/deliveries/{id:guid}/wire"] = new(Deliveries.Default, Waiting),
        ["POST /api/wechat-notifications/deliveries/retry"] = new(Deliveries.Manage, null, _ => new { Statuses = new[] { "failed" } }),
        ["POST /api/wechat-notifications/deliveries/cancel"] = new(Deliveries.Manage, null, _ => new { Template = "order-paid" }),
        ["POST /api/wechat-notifications/deliveries/{id:guid}/cancel"] = new(Deliveries.Manage, Waiting),
        ["POST /api/wechat-notifications/deliveries/{id:guid}/retry"] = new(Deliveries.Manage, Cancelled),
        ["GET /api/wechat-notifications/recipients/"] = new(Recipients.Default),
        ["GET /api/wechat-notifications/recipients/{id:guid}"] = new(Recipients.Default, Recipient),
        ["PUT /api/wechat-notifications/recipients/links"] = new(Recipients.Manage, null, shop => new { AppCredentialId = shop.CredentialId, OpenId = "alice", UserId = "42" }),
        ["DELETE /api/wechat-notifications/recipients/{id:guid}"] = new(Recipients.Manage, Recipient),
        ["GET /api/wechat-notifications/recipients/imports/"] = new(Recipients.Default),
        ["POST /api/wechat-notifications/recipients/imports/"] = new(Recipients.Import, null, shop => new { AppCredentialId = shop.AccountId }, Prepare: shop => shop.OpenAccountAsync()),
        ["GET /api/wechat-notifications/recipients/imports/{id:guid}"] = new(Recipients.Default, Import),
        ["POST /api/wechat-notifications/recipients/imports/{id:guid}/cancel"] = new(Recipients.Import, Import),
        ["POST /api/wechat-notifications/recipients/imports/{id:guid}/resume"] = new(Recipients.Import, CancelledImport),
        ["GET /api/wechat-notifications/audit/"] = new(WeChatNotificationsPermissions.Audit.Default),
        ["GET /api/wechat-notifications/limits/"] = new(Deliveries.Default),
        ["GET /api/wechat-notifications/tenants/{id:guid}/limits"] = new(WeChatNotificationsPermissions.Tenants.Default, Tenant),
        ["PUT /api/wechat-notifications/tenants/{id:guid}/limits"] = new(WeChatNotificationsPermissions.Tenants.Manage, Tenant, _ => new { DailyVolume = 1_000 }),
        ["GET /api/wechat-notifications/broadcasts/"] = new(Broadcasts.Default),
        ["POST /api/wechat-notifications/broadcasts/"] = new(Broadcasts.Manage, null, _ => Things.NewBroadcast()),
        ["GET /api/wechat-notifications/broadcasts/sources"] = new(Broadcasts.Default),
        ["GET /api/wechat-notifications/broadcasts/{id:guid}"] = new(Broadcasts.Default, Things.DraftAsync),
        ["PUT /api/wechat-notifications/broadcasts/{id:guid}"] = new(Broadcasts.Manage, Things.DraftAsync, _ => Things.NewBroadcast("Renamed")),
        ["DELETE /api/wechat-notifications/broadcasts/{id:guid}"] = new(Broadcasts.Manage, Things.DraftAsync),
        ["PUT /api/wechat-notifications/broadcasts/{id:guid}/list"] = new(Broadcasts.Manage, Things.ListDraftAsync, _ => Things.Csv),
        ["GET /api/wechat-notifications/broadcasts/{id:guid}/bad-rows"] = new(Broadcasts.Default, Things.ListDraftAsync),
        ["POST /api/wechat-notifications/broadcasts/{id:guid}/dry-run"] = new(Broadcasts.Manage, Things.DraftAsync),
        ["POST /api/wechat-notifications/broadcasts/{id:guid}/start"] = new(Broadcasts.Send, Things.DraftAsync),
        ["POST /api/wechat-notifications/broadcasts/{id:guid}/pause"] = new(Broadcasts.Send, Things.ScheduledAsync),
        ["POST /api/wechat-notifications/broadcasts/{id:guid}/resume"] = new(Broadcasts.Send, Things.PausedAsync),
        ["POST /api/wechat-notifications/broadcasts/{id:guid}/cancel"] = new(Broadcasts.Send, Things.ScheduledAsync),
        ["GET /api/wechat-notifications/broadcast-schedules/"] = new(Broadcasts.Default),
        ["POST /api/wechat-notifications/broadcast-schedules/"] = new(Broadcasts.Send, null, _ => Things.NewSchedule()),
        ["POST /api/wechat-notifications/broadcast-schedules/preview"] = new(Broadcasts.Default, null, _ => new { Cron = "0 9 * * *", TimeZone = "Asia/Shanghai" }),
        ["GET /api/wechat-notifications/broadcast-schedules/{id:guid}"] = new(Broadcasts.Default, Things.ScheduleAsync),
        ["PUT /api/wechat-notifications/broadcast-schedules/{id:guid}"] = new(Broadcasts.Send, Things.ScheduleAsync, _ => Things.NewSchedule("Renamed")),
        ["DELETE /api/wechat-notifications/broadcast-schedules/{id:guid}"] = new(Broadcasts.Send, Things.ScheduleAsync),
        ["POST /api/wechat-notifications/broadcast-schedules/{id:guid}/run"] = new(Broadcasts.Send, Things.ScheduleAsync),
        ["GET /api/wechat-notifications/statistics/"] = new(WeChatNotificationsPermissions.Statistics.Default),
        ["GET /api/wechat-notifications/statistics/overview"] = new(WeChatNotificationsPermissions.Statistics.Default),
        ["GET /api/wechat-notifications/nodes/"] = new(WeChatNotificationsPermissions.Nodes.Default),
        ["GET /api/wechat-notifications/jobs/"] = new(WeChatNotificationsPermissions.Jobs.Default),
        ["POST /api/wechat-notifications/jobs/{name}/run"] = new(WeChatNotificationsPermissions.Jobs.Run),
        ["GET /api/wechat-notifications/events/"] = new(WeChatNotificationsPermissions.Events.Default),
        ["GET /api/wechat-notifications/event-mappings/"] = new(WeChatNotificationsPermissions.Events.Default),
        ["GET /api/wechat-notifications/event-mappings/{id:guid}"] = new(WeChatNotificationsPermissions.Events.Default, EventMapping),
        ["POST /api/wechat-notifications/event-mappings/"] = new(WeChatNotificationsPermissions.Events.Manage, null, _ => Shop.NewEventMapping("another")),
        ["PUT /api/wechat-notifications/event-mappings/{id:guid}"] = new(WeChatNotificationsPermissions.Events.Manage, EventMapping, _ => Shop.NewEventMapping("changed")),
        ["DELETE /api/wechat-notifications/event-mappings/{id:guid}"] = new(WeChatNotificationsPermissions.Events.Manage, EventMapping),
        ["POST /api/wechat-notifications/event-mappings/test"] = new(
            WeChatNotificationsPermissions.Events.Manage, null, _ => new { Mapping = Shop.NewEventMapping(), Sample = new { OpenId = "alice" } }),
        ["GET /api/wechat-notifications/permissions/"] = new(null),
        ["GET /api/wechat-notifications/permissions/tree"] = new(null),
        ["POST /api/orders/"] = new(OrdersPermissions.Create, null, _ => new { OpenId = "alice", Product = "Tea", Amount = 1 }),
        ["GET /api/orders/{id:guid}"] = new(OrdersPermissions.View, Order),
        ["POST /api/orders/{id:guid}/pay"] = new(OrdersPermissions.Pay, Order),
        ["POST /api/orders/{id:guid}/ship"] = new(OrdersPermissions.Ship, PaidOrder, _ => new { TrackingNo = "SF1001" }),
    };

    private static Task<Guid> Tenant(Shop shop) => Task.FromResult(shop.TenantId);

    private static Task<Guid> Credential(Shop shop) => Task.FromResult(shop.CredentialId);

    private static Task<Guid> Template(Shop shop) => Task.FromResult(shop.TemplateId);

    private static string App(Shop shop) => $"?appCredentialId={shop.CredentialId}";

    /// <summary>One that no message template uses.</summary>
    private static async Task<Guid> RemoteTemplate(Shop shop)
    {
        shop.Host.WeChat.Control.SetTemplate(new() { AppId = shop.AppId, TemplateId = "tmpl-unused", Title = "Unused", Fields = ["thing1"] });
        var found = (await shop.Admin.PostAsync(Shop.Templates + "/sync", new { AppCredentialId = shop.CredentialId, Force = true })).Json["templates"]!.AsArray();
        return Guid.Parse(found.Single(t => t!["weChatTemplateId"]!.ToString() == "tmpl-unused")!["id"]!.ToString());
    }

    private static Task<Guid> Waiting(Shop shop) => shop.SendTomorrowAsync();

    private static async Task<Guid> EventMapping(Shop shop)
        => (await shop.Admin.PostAsync(Shop.EventMappings, Shop.NewEventMapping())).ShouldBe(System.Net.HttpStatusCode.Created).Id;

    private static async Task<Guid> PaidOrder(Shop shop)
    {
        var id = await shop.PlaceOrderAsync();
        (await shop.Admin.PostAsync($"{Shop.Orders}/{id}/pay")).ShouldBe(System.Net.HttpStatusCode.OK);

        // The message's outcome is noted at the order, and nothing more happens to it by itself.
        await Eventually.Async(async () => (await shop.Admin.GetAsync($"{Shop.Orders}/{id}")).Json["customerInformedAt"] is not null, TimeSpan.FromSeconds(20), "the order's note");
        return id;
    }

    private static Task<Guid> Order(Shop shop) => shop.PlaceOrderAsync();

    private static Task<Guid> Recipient(Shop shop) => shop.LinkAsync();

    private static Task<Guid> Import(Shop shop) => shop.ImportAsync();

    private static async Task<Guid> CancelledImport(Shop shop)
    {
        var id = await shop.ImportAsync();
        (await shop.Admin.PostAsync($"{Shop.Imports}/{id}/cancel")).ShouldBe(System.Net.HttpStatusCode.OK);
        return id;
    }

    private static async Task<Guid> UnusedCredential(Shop shop)
        => (await shop.Admin.PostAsync(Shop.Credentials, new { AppId = "wx-unused", Name = "Unused", Secret = "0123456789" })).Id;

    private static async Task<Guid> Cancelled(Shop shop)
    {
        var id = await shop.SendTomorrowAsync();
        await shop.Admin.PostAsync($"{Shop.Deliveries}/{id}/cancel");
        return id;
    }

    private static class Credentials
    {
        public const string Default = WeChatNotificationsPermissions.Credentials.Default;
        public const string Manage = WeChatNotificationsPermissions.Credentials.Manage;
        public const string Test = WeChatNotificationsPermissions.Credentials.Test;
    }

    private static class Templates
    {
        public const string Default = WeChatNotificationsPermissions.Templates.Default;
        public const string Manage = WeChatNotificationsPermissions.Templates.Manage;
    }

    private static class Recipients
    {
        public const string Default = WeChatNotificationsPermissions.Recipients.Default;
        public const string Manage = WeChatNotificationsPermissions.Recipients.Manage;
        public const string Import = WeChatNotificationsPermissions.Recipients.Import;
    }

    private static class Broadcasts
    {
        public const string Default = WeChatNotificationsPermissions.Broadcasts.Default;
        public const string Manage = WeChatNotificationsPermissions.Broadcasts.Manage;
        public const string Send = WeChatNotificationsPermissions.Broadcasts.Send;
    }

    private static class Deliveries
    {
        public const string Default = WeChatNotificationsPermissions.Deliveries.Default;
        public const string Manage = WeChatNotificationsPermissions.Deliveries.Manage;
    }
}
