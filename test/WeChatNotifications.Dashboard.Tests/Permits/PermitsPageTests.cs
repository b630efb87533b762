using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Tests.Permits;

public sealed class PermitsPageTests(RunningHost host)
{
    [Fact]
    public async Task Without_an_app_the_page_says_what_to_do()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("/permits");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("permits-empty").ShouldNotBeNull();
    }

    [Fact]
    public async Task Balances_form_ids_and_one_users_share_are_shown()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        await ReportAsync(shop, "alice", "accepted", 1_100);
        await ReportAsync(shop, "carol", "rejected", 1);
        await shop.Admin.PostAsync($"{RunningHost.Api}/form-ids", new { AppCredentialId = shop.CredentialId, Items = new[] { new { OpenId = "alice", FormId = "f-1" } } });
        await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("/permits?openId=alice");

        page.Element("permits-reachable")!.ShouldStartWith("<dd data-testid=\"permits-reachable\">1<");
        page.Element("permits-left")!.ShouldStartWith("<dd data-testid=\"permits-left\">1,099<");
        page.Element("permits-row")!.ShouldContain("order-paid");
        page.Element("chart-grants-spent").ShouldNotBeNull();
        page.Element("chart-formids-left").ShouldNotBeNull();
        page.Element("balances-row")!.ShouldContain("1,099");
        page.Element("balances-formids").ShouldNotBeNull();
        page.Html.ShouldNotContain("f-1");
        (await visitor.GetAsync("/permits?openId=nobody")).Element("balances-empty").ShouldNotBeNull();
        (await visitor.GetAsync("/permits?days=0")).Element("error-Days").ShouldNotBeNull();
    }

    [Fact]
    public async Task Each_part_is_shown_to_whom_may_see_it()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var grants = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Grants.Default]);
        using var formIds = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.FormIds.Default], "zh-CN");

        var (one, other) = (await grants.GetAsync("/permits"), await formIds.GetAsync("/permits"));

        (one.Element("permits-grants") is null, one.Element("permits-formids") is null).ShouldBe((false, true));
        (other.Element("permits-grants") is null, other.Element("permits-formids") is null).ShouldBe((true, false));
        other.Text.ShouldContain("授权额度");
    }

    [Fact]
    public async Task Another_tenants_app_is_not_there()
    {
        var (shop, other) = (await (await host.NewShopAsync()).OpenAsync(), await (await host.NewShopAsync()).OpenAsync());
        using var visitor = await Visitor.LogInAsync(host, other.TenantId, RunningHost.AllPermissions);

        (await visitor.GetAsync($"/permits?appCredentialId={shop.CredentialId}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task ReportAsync(Shop shop, string openId, string decision, int accepts)
    {
        for (; accepts > 0; accepts -= 100)
        {
            (await shop.Admin.PostAsync(Shop.Grants, new
            {
                AppCredentialId = shop.CredentialId,
                Decisions = new[] { new { OpenId = openId, Template = "order-paid", Decision = decision, Accepts = Math.Min(accepts, 100) } },
            })).ShouldBe(HttpStatusCode.NoContent);
        }
    }
}
