using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Auditing;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Tests.Audit;

public sealed class AuditPageTests(RunningHost host)
{
    [Fact]
    public async Task Every_change_shows_who_what_before_and_after()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await RenameAsync(shop, "Tea <shop>");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("/audit");

        page.Status.ShouldBe(HttpStatusCode.OK);
        var row = page.Element("audit-row").ShouldNotBeNull();
        var change = row[row.IndexOf("<dt title=\"name\">Name</dt>", StringComparison.Ordinal)..];
        change.IndexOf(">Tea shop</del>", StringComparison.Ordinal).ShouldBeInRange(0, change.IndexOf(">Tea &lt;shop&gt;</ins>", StringComparison.Ordinal));
        page.Text.ShouldContain("Changed: app credential");
        page.Text.ShouldContain("a secret was changed");
        page.Html.ShouldNotContain(shop.AppSecret);
        using var chinese = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");
        (await chinese.GetAsync("/audit")).Text.ShouldContain("修改前 → 修改后");
    }

    [Fact]
    public async Task The_filter_narrows_by_thing_act_user_and_time()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await RenameAsync(shop, "Renamed");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        Rows(await visitor.GetAsync("/audit")).ShouldBe(3);
        Rows(await visitor.GetAsync("/audit?kind=MessageTemplate")).ShouldBe(1);
        Rows(await visitor.GetAsync("/audit?act=Changed")).ShouldBe(1);
        Rows(await visitor.GetAsync($"/audit?entity={shop.CredentialId}")).ShouldBe(2);
        Rows(await visitor.GetAsync("/audit?by=nobody")).ShouldBe(0);
        Rows(await visitor.GetAsync("/audit?from=2020-01-01T00:00&to=2020-01-02T00:00")).ShouldBe(0);
        Rows(await visitor.GetAsync("/audit?from=2020-01-01T00:00")).ShouldBe(3);
        (await visitor.GetAsync("/audit?by=nobody")).Element("audit-empty").ShouldNotBeNull();
        (await visitor.GetAsync("/audit?after=nonsense&kind=nonsense&from=nonsense")).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/audit?after=nonsense")).Element("alert").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_long_trail_is_read_page_by_page()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        for (var i = 0; i < 51; i++)
        {
            await RenameAsync(shop, $"Name {i}");
        }

        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var first = await visitor.GetAsync("/audit?kind=AppCredential");
        Rows(first).ShouldBe(50);
        var next = first.Element("next-page").ShouldNotBeNull();
        var link = WebUtility.HtmlDecode(next[(next.IndexOf("href=\"", StringComparison.Ordinal) + 6)..].Split('"')[0]);

        var second = await visitor.GetAsync("~" + link);

        Rows(second).ShouldBe(2);
        second.Element("first-page").ShouldNotBeNull();
        second.Element("next-page").ShouldBeNull();
        link.ShouldContain("kind=AppCredential");
    }

    [Fact]
    public async Task Nothing_of_another_tenant_is_shown()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var other = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, other.TenantId, RunningHost.AllPermissions);

        Rows(await visitor.GetAsync("/audit")).ShouldBe(0);
        Rows(await visitor.GetAsync($"/audit?entity={shop.CredentialId}")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_may_not_open_a_thing_gets_no_link_to_it()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Audit.Default]);

        var page = await visitor.GetAsync("/audit");

        Rows(page).ShouldBe(2);
        page.Element("audit-thing").ShouldBeNull();
    }

    [Fact]
    public async Task A_host_with_a_trail_of_its_own_has_no_such_page()
    {
        var other = await RunningHost.StartAsync();
        await using (other)
        {
            other.App.Services.GetRequiredService<IOptions<WeChatNotificationsDashboardOptions>>().Value.ShowsAudit = false;
            var shop = await other.NewShopAsync();
            using var visitor = await Visitor.LogInAsync(other, shop.TenantId, RunningHost.AllPermissions);

            (await visitor.GetAsync("")).Element("nav-audit").ShouldBeNull();
            (await visitor.GetAsync("/audit")).Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public void Without_the_service_there_is_no_page_whatever_the_options_say()
    {
        var services = new ServiceCollection();
        new DashboardFeatures(services.BuildServiceProvider().GetRequiredService<IServiceProviderIsService>(), Options.Create(new WeChatNotificationsDashboardOptions())).HasAudit.ShouldBeFalse();
        services.AddSingleton<IAuditAppService>(_ => throw new InvalidOperationException());
        var with = services.BuildServiceProvider().GetRequiredService<IServiceProviderIsService>();
        new DashboardFeatures(with, Options.Create(new WeChatNotificationsDashboardOptions())).HasAudit.ShouldBeTrue();
        new DashboardFeatures(with, Options.Create(new WeChatNotificationsDashboardOptions { ShowsAudit = false })).HasAudit.ShouldBeFalse();
    }

    private static int Rows(VisitedPage page) => page.Html.Split("data-testid=\"audit-row\"").Length - 1;

    private static async Task RenameAsync(Shop shop, string name)
        => (await shop.Admin.PutAsync($"{Shop.Credentials}/{shop.CredentialId}", new { Name = name })).ShouldBe(HttpStatusCode.OK);
}
