using System.Net;
using System.Text.Json.Nodes;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.HttpApi.Tests.Security;

public sealed class PermissionTreeTests(RunningHost host)
{
    private const string Tree = RunningHost.Api + "/permissions/tree";

    [Fact]
    public async Task The_tree_names_every_permission_once_and_says_which_the_caller_holds()
    {
        var shop = await host.NewShopAsync();
        var caller = await host.CallerAsync(shop.TenantId, [WeChatNotificationsPermissions.Audit.Default, WeChatNotificationsPermissions.Tenants.Manage]);

        var all = PermissionsOf((await caller.GetAsync(Tree)).ShouldBe(HttpStatusCode.OK).Json);

        all.Select(p => p["name"]!.ToString()).ShouldBe(WeChatNotificationsPermissions.All);
        all.Where(p => (bool)p["isGranted"]!).Select(p => p["name"]!.ToString()).ShouldBe([WeChatNotificationsPermissions.Audit.Default]);
    }

    [Fact]
    public async Task Only_a_caller_without_a_tenant_holds_what_concerns_all_tenants()
    {
        var shop = await host.NewShopAsync();
        string[] hostSide = [WeChatNotificationsPermissions.Jobs.Default, WeChatNotificationsPermissions.Jobs.Run, WeChatNotificationsPermissions.Nodes.Default, WeChatNotificationsPermissions.Tenants.Default, WeChatNotificationsPermissions.Tenants.Manage];

        var tenants = PermissionsOf((await shop.Admin.GetAsync(Tree)).Json);
        var hosts = PermissionsOf((await (await host.OperatorAsync()).GetAsync(Tree)).Json);

        hosts.Where(p => (bool)p["isHostSide"]!).Select(p => p["name"]!.ToString()).ShouldBe(hostSide);
        tenants.Where(p => !(bool)p["isGranted"]!).Select(p => p["name"]!.ToString()).ShouldBe(hostSide);
        hosts.ShouldAllBe(p => (bool)p["isGranted"]!);
    }

    [Theory]
    [InlineData("en", "WeChat notifications", "Audit trail")]
    [InlineData("zh-CN", "微信通知", "操作审计")]
    public async Task Names_are_in_the_callers_language(string language, string group, string audit)
    {
        var caller = (await host.OperatorAsync()).With("Accept-Language", language);

        var tree = (await caller.GetAsync(Tree)).Json;

        tree[0]!["displayName"]!.ToString().ShouldBe(group);
        PermissionsOf(tree).Single(p => p["name"]!.ToString() == WeChatNotificationsPermissions.Audit.Default)["displayName"]!.ToString().ShouldBe(audit);
    }

    private static List<JsonNode> PermissionsOf(JsonNode tree)
        => [.. tree.AsArray().SelectMany(g => g!["permissions"]!.AsArray()).SelectMany(p => WithChildren(p!))];

    private static IEnumerable<JsonNode> WithChildren(JsonNode permission)
        => permission["children"]!.AsArray().SelectMany(c => WithChildren(c!)).Prepend(permission);
}
