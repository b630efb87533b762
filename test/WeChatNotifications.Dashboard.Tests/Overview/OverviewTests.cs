using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Dashboard.Tests.Overview;

public sealed class OverviewTests(RunningHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_new_tenant_is_told_what_to_do_next()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("");

        page.Element("first-steps").ShouldNotBeNull();
        page.Element("overview-filter").ShouldBeNull();
        await shop.OpenAsync();
        (await visitor.GetAsync("")).Element("first-steps").ShouldBeNull();
    }

    [Fact]
    public async Task Today_shows_what_was_sent_what_was_not_why_and_what_to_do_about_it()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");
        await shop.DeliveryAsync(await shop.SendAsync("carol"), "skipped");
        await shop.SendTomorrowAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("");

        Value(page, "today-total").ShouldBe("2");
        Value(page, "today-sent").ShouldBe("1");
        Value(page, "today-skipped").ShouldBe("1");
        Value(page, "today-rate").ShouldBe("50.0 %");
        Value(page, "scheduled").ShouldBe("1");
        Value(page, "due").ShouldBe("0");
        var errors = page.Element("top-errors").ShouldNotBeNull();
        errors.ShouldContain("43101");
        page.Element("no-errors").ShouldBeNull();
        page.Element("chart-outcomes").ShouldNotBeNull();

        using var chinese = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");
        var translated = await chinese.GetAsync("");
        translated.Text.ShouldContain("今天最常见的问题");
        translated.Text.ShouldNotContain("Overview.");
    }

    [Fact]
    public async Task The_filter_counts_one_app_or_one_template()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync(Shop.Templates, shop.NewTemplate("other"))).ShouldBe(HttpStatusCode.Created);
        await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");
        await shop.DeliveryAsync(await shop.SendAsync("carol"), "skipped");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        Value(await visitor.GetAsync("?template=order-paid"), "today-total").ShouldBe("2");
        (await visitor.GetAsync("?template=order-paid")).Element("top-errors").ShouldNotBeNull().ShouldContain("43101");
        Value(await visitor.GetAsync("?template=other"), "today-total").ShouldBe("0");
        (await visitor.GetAsync("?template=other")).Element("no-errors").ShouldNotBeNull();
        Value(await visitor.GetAsync($"?app={shop.CredentialId}"), "today-total").ShouldBe("2");
        Value(await visitor.GetAsync($"?app={Guid.NewGuid()}"), "today-total").ShouldBe("0");
        (await visitor.GetAsync($"?template={new string('x', 500)}")).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("?app=nonsense&days=nonsense")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("1", 24, 26)]
    [InlineData("14", 14, 14)]
    [InlineData("30", 30, 30)]
    [InlineData("9999", 24, 26)]
    public async Task The_chart_shows_a_day_by_hour_or_weeks_by_day(string days, int fewest, int most)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("?days=" + days);

        var chart = page.Element("chart-outcomes").ShouldNotBeNull();
        var rows = chart[..chart.IndexOf("</table>", StringComparison.Ordinal)].Split("<th scope=\"row\">").Length - 1;
        rows.ShouldBeInRange(fewest, most);
        page.Element($"span-{(days == "9999" ? "1" : days)}")!.ShouldContain("active");
    }

    [Fact]
    public async Task What_changes_by_the_second_is_looked_at_without_the_chart()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.LookAsync("");

        page.Html.ShouldContain("id=\"overview-now\"");
        page.Element("chart-outcomes").ShouldBeNull();
    }

    [Fact]
    public async Task A_paused_app_is_shown_with_its_reason_and_resumed_from_here()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync($"{Shop.Credentials}/{shop.CredentialId}/pause", new { Detail = "<b>stock-taking</b>" })).ShouldBe(HttpStatusCode.OK);
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        using var viewer = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions.Except([WeChatNotificationsPermissions.Credentials.Manage]));

        var page = await visitor.GetAsync("");

        page.Element("paused-app").ShouldNotBeNull();
        page.Text.ShouldContain("<b>stock-taking</b>");
        page.Html.ShouldNotContain("<b>stock-taking");
        (await viewer.GetAsync("")).Element("resume").ShouldBeNull();

        var after = await visitor.SubmitAsync("?days=14", "Resume", ("id", shop.CredentialId.ToString()));

        after.Element("flash").ShouldNotBeNull();
        after.Text.ShouldContain("“Tea shop” sends again.");
        after.Address.Query.ShouldContain("days=14");
        after.Element("paused-app").ShouldBeNull();
        (await shop.Admin.GetAsync($"{Shop.Credentials}/{shop.CredentialId}")).Json["pause"].ShouldBeNull();
    }

    [Fact]
    public async Task An_app_that_wechat_refuses_is_shown_with_what_to_do_about_it()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.Seed(new() { Apps = [new() { AppId = shop.AppId, Secret = host.Secret(Guid.NewGuid().ToString("N")) }] });
        await shop.SendAsync("alice");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await Eventually.GetAsync(
            async () => await visitor.GetAsync("") is { } seen && seen.Element("paused-app") is not null ? seen : null, Patience, "the app is paused");

        page.Element("paused-advice").ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_tenants_app_cannot_be_resumed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync($"{Shop.Credentials}/{shop.CredentialId}/pause", new { })).ShouldBe(HttpStatusCode.OK);
        var other = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, other.TenantId, RunningHost.AllPermissions);

        (await visitor.SubmitAsync("", "Resume", ("id", shop.CredentialId.ToString()))).Status.ShouldBe(HttpStatusCode.NotFound);

        (await shop.Admin.GetAsync($"{Shop.Credentials}/{shop.CredentialId}")).Json["pause"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Broadcasts_under_way_are_shown_to_those_who_may_see_broadcasts()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = (await shop.Admin.PostAsync(Shop.Broadcasts, new { Name = "Sale <today>", Template = "order-paid", Audience = new { Kind = "permitHolders" }, Data = new { orderNo = "A1", product = "tea", amount = 1, paidAt = "2026-11-21T10:00:00+08:00", orderId = "7" }, StartAt = DateTimeOffset.UtcNow.AddDays(1) })).ShouldBe(HttpStatusCode.Created).Id;
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/start")).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/pause")).ShouldBe(HttpStatusCode.OK);
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        using var viewer = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Statistics.Default]);

        (await visitor.GetAsync("")).Text.ShouldContain("Sale <today>");
        (await viewer.GetAsync("")).Element("overview-broadcasts").ShouldBeNull();
    }

    /// <summary>What stands in an element.</summary>
    private static string Value(VisitedPage page, string testId)
    {
        var element = page.Element(testId).ShouldNotBeNull(testId);
        return WebUtility.HtmlDecode(element[(element.IndexOf('>', StringComparison.Ordinal) + 1)..element.IndexOf("</", StringComparison.Ordinal)]).Trim();
    }
}
