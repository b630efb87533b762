using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Tests.Limits;

public sealed class LimitsPageTests(RunningHost host)
{
    [Fact]
    public async Task A_tenant_sees_its_limits_and_what_is_used_of_them()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        (await visitor.GetAsync("/limits")).Text.ShouldContain("0 sent today, no limit");
        await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");
        await SetAsync(shop, new { DailyVolume = 1, SendsPerSecond = 20 });

        var page = await visitor.GetAsync("/limits");

        page.Text.ShouldContain("1 of 1 sent today (100 %)");
        page.Text.ShouldContain("20 a second on all nodes together");
        page.Element("limits-exhausted").ShouldNotBeNull();
        page.Element("limits-form").ShouldBeNull("the host sets them");
        page.Element("limits-choose").ShouldBeNull();
        using var chinese = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");
        (await chinese.GetAsync("/limits")).Text.ShouldContain("今天已发送 1 / 1（100 %）");
    }

    [Fact]
    public async Task A_tenants_user_sees_and_sets_no_other_tenants_limits()
    {
        var (mine, other) = (await host.NewShopAsync(), await host.NewShopAsync());
        await SetAsync(other, new { SendsPerSecond = 4321 });
        using var visitor = await Visitor.LogInAsync(host, mine.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync($"/limits?tenant={other.TenantId}");

        page.Text.ShouldNotContain("4,321");
        page.Element("limits-tenant").ShouldBeNull();
        (await visitor.PostAsync($"/limits?tenant={other.TenantId}", null, page.AntiforgeryToken ?? (await visitor.GetAsync("")).AntiforgeryToken, ("Input.SendsPerSecond", "1")))
            .Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_hosts_own_people_set_the_limits_of_a_tenant()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, null, RunningHost.AllPermissions);
        var path = $"/limits?tenant={shop.TenantId}";

        var saved = await visitor.SubmitAsync(path, null, ("Input.DailyVolume", "5000"), ("Input.SendsPerSecond", ""), ("Input.LogRetentionDays", "30"));

        saved.Element("flash").ShouldNotBeNull();
        saved.Text.ShouldContain("0 of 5,000 sent today");
        saved.Text.ShouldContain("30 days");
        (await (await host.OperatorAsync()).GetAsync($"{RunningHost.Api}/tenants/{shop.TenantId}/limits"))["dailyVolume"].ShouldBe("5000");
    }

    [Fact]
    public async Task What_breaks_a_rule_stays_in_the_form_with_the_reason_beside_it()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, null, RunningHost.AllPermissions);
        var path = $"/limits?tenant={shop.TenantId}";

        var refused = await visitor.SubmitAsync(path, null, ("Input.DailyVolume", "-5"), ("Input.SendsPerSecond", "77"));
        refused.Element("error-Input_DailyVolume").ShouldNotBeNull();
        refused.Html.ShouldContain("value=\"77\"");
        (await visitor.SubmitAsync(path, null, ("Input.DailyVolume", "many"))).Html.ShouldContain("value=\"many\"");
        (await visitor.GetAsync("/limits?tenant=nonsense")).Element("error-Tenant").ShouldNotBeNull();
        (await (await host.OperatorAsync()).GetAsync($"{RunningHost.Api}/tenants/{shop.TenantId}/limits"))["dailyVolume"].ShouldBeNull();
    }

    [Fact]
    public async Task What_somebody_else_has_set_meanwhile_is_not_lost()
    {
        var shop = await host.NewShopAsync();
        await SetAsync(shop, new { DailyVolume = 100 });
        var stamp = (await (await host.OperatorAsync()).GetAsync($"{RunningHost.Api}/tenants/{shop.TenantId}/limits"))["concurrencyStamp"]!;
        await SetAsync(shop, new { DailyVolume = 200 });
        using var visitor = await Visitor.LogInAsync(host, null, RunningHost.AllPermissions);

        var refused = await visitor.SubmitAsync($"/limits?tenant={shop.TenantId}", null, ("Input.DailyVolume", "300"), ("Input.ConcurrencyStamp", stamp));

        refused.Element("alert").ShouldNotBeNull();
        refused.Text.ShouldContain("Somebody else changed");
        refused.Html.ShouldContain("value=\"300\"");
        (await (await host.OperatorAsync()).GetAsync($"{RunningHost.Api}/tenants/{shop.TenantId}/limits"))["dailyVolume"].ShouldBe("200");
    }

    [Fact]
    public async Task Who_may_only_see_tenants_has_no_form()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, null, [WeChatNotificationsPermissions.Tenants.Default]);

        var page = await visitor.GetAsync($"/limits?tenant={shop.TenantId}");

        page.Element("limits-tenant").ShouldNotBeNull();
        page.Element("limits-form").ShouldBeNull();
        page.Element("limits-own").ShouldBeNull();
    }

    private async Task SetAsync(Shop shop, object limits)
        => (await (await host.OperatorAsync()).PutAsync($"{RunningHost.Api}/tenants/{shop.TenantId}/limits", limits)).ShouldBe(HttpStatusCode.OK);
}
