using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Dashboard.Tests.Nodes;

public sealed class NodesPageTests(RunningHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_hosts_own_people_see_which_processes_there_are()
    {
        using var visitor = await Visitor.LogInAsync(host, null, [WeChatNotificationsPermissions.Nodes.Default]);

        var page = await Eventually.GetAsync(
            async () => await visitor.GetAsync("/nodes") is { } seen && seen.Element("this-node") is not null ? seen : null, Patience, "the host shows itself");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("node-state").ShouldNotBeNull().ShouldContain("Alive");
        page.Element("node-name").ShouldNotBeNull().ShouldContain($"{Environment.MachineName}/{Environment.ProcessId}");
        page.Element("nav-nodes").ShouldNotBeNull();
        page.Text.ShouldNotContain("Nodes.");
    }

    [Fact]
    public async Task It_speaks_Chinese()
    {
        using var visitor = await Visitor.LogInAsync(host, null, RunningHost.AllPermissions, "zh-CN");

        var page = await Eventually.GetAsync(
            async () => await visitor.GetAsync("/nodes") is { } seen && seen.Element("this-node") is not null ? seen : null, Patience, "the host shows itself");

        page.Element("node-state").ShouldNotBeNull().ShouldContain("在线");
        page.Text.ShouldNotContain("Nodes.");
    }

    [Fact]
    public async Task A_tenants_users_do_not_see_them_whatever_they_were_granted()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        (await visitor.GetAsync("")).Element("nav-nodes").ShouldBeNull();
        (await visitor.GetAsync("/nodes")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
