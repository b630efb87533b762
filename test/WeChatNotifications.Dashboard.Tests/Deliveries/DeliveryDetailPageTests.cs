using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.Dashboard.Tests.Deliveries;

public sealed class DeliveryDetailPageTests(RunningHost host)
{
    [Fact]
    public async Task A_message_that_WeChat_refused_is_explained_and_sent_again_in_the_visitors_language()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendAsync("carol");
        await shop.DeliveryAsync(id, "skipped");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");

        var page = await visitor.GetAsync($"/deliveries/detail/{id}");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("explanation").ShouldNotBeNull().ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");
        page.Text.ShouldContain("龙井茶");
        page.Text.ShouldContain("43101");
        page.Element("timeline-end").ShouldNotBeNull();

        host.WeChat.Control.Decide(new() { AppId = shop.AppId, OpenId = "carol", TemplateId = Shop.WeChatTemplate });
        var after = await visitor.SubmitAsync($"/deliveries/detail/{id}", "Retry");
        after.Element("flash").ShouldNotBeNull();
        after.Text.ShouldContain("已重新发送。");
        await shop.DeliveryAsync(id, "sent");
        var sent = await visitor.GetAsync($"/deliveries/detail/{id}");
        sent.Element("timeline-attempt").ShouldNotBeNull("the first attempt stays in its history");
        sent.Element("timeline-sent").ShouldNotBeNull();
        sent.Element("retry").ShouldBeNull();
    }

    [Fact]
    public async Task The_request_and_the_answer_are_shown_without_the_token()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendAsync("alice");
        var messageId = (await shop.DeliveryAsync(id, "sent"))["weChatMessageId"]!;
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync($"/deliveries/detail/{id}");

        page.Element("wire-url")!.ShouldContain("message/subscribe/send?access_token=***");
        page.Text.ShouldContain($"\"template_id\": \"{Shop.WeChatTemplate}\"");
        page.Element("wire-answer")!.ShouldContain(messageId);
    }

    [Fact]
    public async Task A_message_that_waits_is_cancelled_once_and_another_try_says_why_not()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendTomorrowAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        (await visitor.SubmitAsync($"/deliveries/detail/{id}", "Cancel")).Text.ShouldContain("It is cancelled.");
        (await shop.DeliveryAsync(id))["status"].ShouldBe("cancelled");

        var again = await visitor.SubmitAsync($"/deliveries/detail/{id}", "Cancel");
        again.Element("alert").ShouldNotBeNull();
        again.Element("delivery-state").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_message_to_a_user_who_is_still_unknown_cannot_be_sent_again_and_says_so()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var answer = (await shop.Admin.PostAsync(Shop.Notifications, new
        {
            Template = "order-paid",
            ToUsers = new[] { "42" },
            Data = new { orderNo = "A1", product = "龙井茶", amount = 12.5m, paidAt = "2026-11-21T15:30:00+08:00", orderId = "7" },
        })).ShouldBe(HttpStatusCode.Accepted);
        var id = Guid.Parse(answer.Json["receipts"]![0]!["deliveryId"]!.ToString());
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var refused = await visitor.SubmitAsync($"/deliveries/detail/{id}", "Retry");

        refused.Status.ShouldBe(HttpStatusCode.OK);
        refused.Element("alert").ShouldNotBeNull().ShouldContain("42");
        (await shop.DeliveryAsync(id))["status"].ShouldBe("skipped");
    }

    [Fact]
    public async Task Another_tenants_message_is_not_there()
    {
        var (shop, other) = (await (await host.NewShopAsync()).OpenAsync(), await host.NewShopAsync());
        var id = await shop.SendTomorrowAsync();
        using var visitor = await Visitor.LogInAsync(host, other.TenantId, RunningHost.AllPermissions);

        (await visitor.GetAsync($"/deliveries/detail/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.PostAsync($"/deliveries/detail/{id}", "Cancel", (await visitor.GetAsync("")).AntiforgeryToken)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await shop.DeliveryAsync(id))["status"].ShouldBe("pending");
    }
}
