using System.Net;
using WeChatNotifications.Abp.Tests.Support;

namespace WeChatNotifications.Abp.Tests.Dashboard;

/// <summary>The dashboard in an ABP host: the theme's layout, ABP's menu, permissions and languages.</summary>
public sealed class ThemedDashboardTests(RunningAbpHost host)
{
    [Fact]
    public async Task Pages_stand_inside_the_layout_of_the_theme_and_the_menu_is_ABPs()
    {
        var (status, page) = await GetAsync("north-all", "/wechat/apps");

        status.ShouldBe(HttpStatusCode.OK, page);
        page.ShouldContain("Sample shop");
        page.ShouldContain("/wechat/assets/dashboard.css");
        page.ShouldNotContain("wx-nav", Case.Sensitive, "the theme's menu has the entries");
        page.ShouldContain("data-testid=\"abp-menu\"");
        page.ShouldContain("href=\"/wechat/deliveries\"", Case.Sensitive, page);
        page.ShouldNotContain("href=\"/wechat/audit\"", Case.Sensitive, "ABP has an audit log of its own");
        (await GetAsync("north-all", "/wechat/audit")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_menu_offers_what_the_user_may_open_and_the_pages_refuse_the_rest()
    {
        var (_, page) = await GetAsync("north-reader", "/wechat/deliveries");
        page.ShouldContain("href=\"/wechat/apps\"");
        page.ShouldNotContain("href=\"/wechat/templates\"");

        var (status, refused) = await GetAsync("north-reader", "/wechat/templates");
        status.ShouldBe(HttpStatusCode.Forbidden);
        refused.ShouldContain("WeChatNotifications.Templates");
    }

    [Fact]
    public async Task Jobs_and_limits_of_tenants_are_the_hosts_own()
    {
        (await GetAsync("north-all", "/wechat/jobs")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await GetAsync("host-all", "/wechat/jobs")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_language_is_the_one_that_ABP_has_chosen()
    {
        (await GetAsync("north-all", "/wechat/deliveries?culture=zh-Hans&ui-culture=zh-Hans")).Page.ShouldContain("发送记录");
        (await GetAsync("north-all", "/wechat/deliveries?culture=en&ui-culture=en")).Page.ShouldContain("Deliveries");
    }

    [Fact]
    public async Task A_tenant_sees_its_own_apps_only()
    {
        (await GetAsync("south-all", "/wechat/apps")).Page.ShouldContain(host.South.AppId);
        (await GetAsync("south-all", "/wechat/apps")).Page.ShouldNotContain(host.North.AppId);
        (await GetAsync("south-all", $"/wechat/apps/detail/{host.North.AppCredentialId}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<(HttpStatusCode Status, string Page)> GetAsync(string key, string path)
    {
        using var caller = host.Caller(key);
        caller.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await caller.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError, host.Logs.AllText.Length > 6000 ? host.Logs.AllText[^6000..] : host.Logs.AllText);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
