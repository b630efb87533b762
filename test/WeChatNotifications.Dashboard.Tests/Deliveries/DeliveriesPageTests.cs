using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Tests.Deliveries;

public sealed class DeliveriesPageTests(RunningHost host)
{
    [Fact]
    public async Task An_empty_log_says_what_will_appear_in_it()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("/deliveries");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("deliveries-empty").ShouldNotBeNull();
        page.Text.ShouldContain("Nothing was sent yet.");
    }

    [Fact]
    public async Task The_list_is_narrowed_by_filters_that_stand_in_the_address()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var sent = await shop.SendAsync("alice");
        var skipped = await shop.SendAsync("carol");
        await shop.DeliveryAsync(sent, "sent");
        await shop.DeliveryAsync(skipped, "skipped");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        RowsOf(await visitor.GetAsync("/deliveries")).ShouldBe([skipped, sent]);
        RowsOf(await visitor.GetAsync("/deliveries?status=skipped")).ShouldBe([skipped]);
        RowsOf(await visitor.GetAsync("/deliveries?openId=alice")).ShouldBe([sent]);
        RowsOf(await visitor.GetAsync("/deliveries?errorCode=43101&reason=NoPermit")).ShouldBe([skipped]);
        RowsOf(await visitor.GetAsync($"/deliveries?appCredentialId={shop.CredentialId}&template=order-paid&from=2020-01-01T00:00")).ShouldBe([skipped, sent]);
        var none = await visitor.GetAsync("/deliveries?from=2099-01-01T00:00");
        RowsOf(none).ShouldBeEmpty();
        none.Text.ShouldContain("No delivery matches these filters.");
        none.Html.ShouldContain("value=\"2099-01-01T00:00\"");
    }

    [Theory]
    [InlineData("?errorCode=many", "ErrorCode", "many")]
    [InlineData("?weChatMessageId=abc", "WeChatMessageId", "abc")]
    public async Task A_filter_that_cannot_be_read_is_shown_with_its_fault(string query, string field, string typed)
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("/deliveries" + query);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("error-" + field).ShouldNotBeNull();
        page.Html.ShouldContain($"value=\"{typed}\"");
    }

    [Fact]
    public async Task A_filter_that_the_module_refuses_is_shown_with_its_rule()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("/deliveries?openId=" + new string('x', 200));

        page.Element("error-OpenId").ShouldNotBeNull();
        page.Html.ShouldContain(new string('x', 200));
    }

    [Fact]
    public async Task The_quick_search_finds_whatever_somebody_has_at_hand()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendAsync("alice", dedupKey: "order-1001");
        var messageId = (await shop.DeliveryAsync(id, "sent"))["weChatMessageId"];
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        (await visitor.GetAsync("/deliveries?q=alice")).Address.Query.ShouldBe("?openId=alice");
        (await visitor.GetAsync("/deliveries?q=%20order-1001%20")).Address.Query.ShouldBe("?dedupKey=order-1001");
        (await visitor.GetAsync($"/deliveries?q={messageId}")).Address.Query.ShouldBe($"?weChatMessageId={messageId}");
        (await visitor.GetAsync($"/deliveries?q={id}")).Address.AbsolutePath.ShouldBe($"/wechat/deliveries/detail/{id}");
        var none = await visitor.GetAsync("/deliveries?q=%3Cb%3Enobody");
        none.Element("quick-search-empty").ShouldNotBeNull();
        none.Html.ShouldContain("&lt;b&gt;nobody");
        (await visitor.GetAsync("/deliveries?q=" + new string('y', 400))).Element("quick-search-empty").ShouldNotBeNull();
    }

    [Fact]
    public async Task Pages_lead_on_and_back_to_the_first_with_their_filters_and_only_the_first_is_refreshed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var openIds = Enumerable.Range(0, 60).Select(i => $"user-{i:00}").ToArray();
        (await shop.Admin.PostAsync(Shop.Notifications, Shop.Message(openIds, notBefore: DateTimeOffset.UtcNow.AddDays(1)))).ShouldBe(HttpStatusCode.Accepted);
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var first = await visitor.GetAsync("/deliveries?status=pending");
        RowsOf(first).Count.ShouldBe(50);
        first.Element("deliveries-list").ShouldNotBeNull();
        first.Html.ShouldContain("data-wx-live");
        var next = WebUtility.HtmlDecode(first.Element("next-page")!.Split("href=\"")[1].Split('"')[0]);
        next.ShouldContain("status=pending");

        var second = await visitor.GetAsync("~" + next);
        RowsOf(second).Count.ShouldBe(10);
        second.Html.ShouldNotContain("data-wx-live");
        second.Element("next-page").ShouldBeNull();
        second.Element("first-page").ShouldNotBeNull();
        RowsOf(first).Intersect(RowsOf(second)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_download_holds_what_the_filters_let_through()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var (mine, _) = (await shop.SendAsync("alice", DateTimeOffset.UtcNow.AddDays(1)), await shop.SendAsync("bob", DateTimeOffset.UtcNow.AddDays(1)));
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");
        var page = await visitor.GetAsync("/deliveries?openId=alice");
        var link = WebUtility.HtmlDecode(page.Element("export")!.Split("href=\"")[1].Split('"')[0]);

        var file = await visitor.GetAsync("~" + link);

        file.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        file.Response.Content.Headers.ContentDisposition!.FileName.ShouldBe("deliveries.csv");
        var rows = file.Html.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows.Length.ShouldBe(2);
        rows[1].ShouldStartWith(mine.ToString());
        rows[1].ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");
    }

    [Fact]
    public async Task What_a_stranger_wrote_is_shown_as_text()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendAsync("alice", DateTimeOffset.UtcNow.AddDays(1), dedupKey: "<script>alert(1)</script>");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync($"/deliveries/detail/{id}");

        page.Html.ShouldNotContain("<script>alert");
        page.Text.ShouldContain("<script>alert(1)</script>");
    }

    [Fact]
    public async Task Without_the_permission_there_is_nothing_to_press()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendTomorrowAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Deliveries.Default]);

        (await visitor.GetAsync("/deliveries?status=pending")).Element("many").ShouldBeNull();
        var page = await visitor.GetAsync($"/deliveries/detail/{id}");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("cancel").ShouldBeNull();
        page.Html.ShouldNotContain("/recipients");
        (await visitor.PostAsync($"/deliveries/detail/{id}", "Cancel", (await visitor.GetAsync("")).AntiforgeryToken)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await shop.DeliveryAsync(id))["status"].ShouldBe("pending");
    }

    private static List<Guid> RowsOf(VisitedPage page)
        => [.. page.Html.Split("data-testid=\"deliveries-row\"").Skip(1).Select(r => Guid.Parse(r.Split("/deliveries/detail/")[1][..36]))];
}
