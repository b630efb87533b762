using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Tests.Overview;

/// <summary>Where the dashboard's own address leads.</summary>
public sealed class OverviewAccessTests(RunningHost host)
{
    [Fact]
    public async Task Whoever_may_see_figures_sees_the_overview()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Statistics.Default]);

        var page = await visitor.GetAsync("");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("overview-today").ShouldNotBeNull();
        page.Element("first-steps").ShouldBeNull("whether there is an app is not theirs to know");
    }

    [Theory]
    [InlineData("/wechat/recipients", WeChatNotificationsPermissions.Recipients.Default, WeChatNotificationsPermissions.Events.Default)]
    [InlineData("/wechat/limits", WeChatNotificationsPermissions.Tenants.Default, WeChatNotificationsPermissions.Jobs.Default)]
    public async Task Whoever_may_not_is_led_to_the_first_page_that_they_may_open(string expected, params string[] permissions)
    {
        var isHostSide = permissions[0] == WeChatNotificationsPermissions.Tenants.Default;
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, isHostSide ? null : shop.TenantId, permissions);

        var page = await visitor.GetAsync("");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Address.AbsolutePath.ShouldBe(expected);
        page.Element("nav-overview").ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WeChatNotificationsPermissions.Jobs.Default)]
    public async Task Whoever_may_open_nothing_is_told_so(string? permission)
    {
        // A user of a tenant who was given a permission of the host's own people may still not use it.
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, permission is null ? [] : [permission]);

        var page = await visitor.GetAsync("");

        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Text.ShouldContain(WeChatNotificationsPermissions.Statistics.Default);
        page.Element("nav-jobs").ShouldBeNull();
    }
}
