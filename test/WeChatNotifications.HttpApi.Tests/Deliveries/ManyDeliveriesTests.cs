using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Deliveries;

public sealed class ManyDeliveriesTests(RunningHost host)
{
    private const string Retry = Shop.Deliveries + "/retry";
    private const string Cancel = Shop.Deliveries + "/cancel";

    [Fact]
    public async Task All_that_a_filter_lets_through_are_cancelled_and_what_arrived_is_left()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var sent = await shop.SendAsync("alice");
        await shop.DeliveryAsync(sent, "sent");
        var waiting = new[] { await shop.SendTomorrowAsync(), await shop.SendTomorrowAsync(), await shop.SendTomorrowAsync() };
        var other = await shop.SendAsync("bob", DateTimeOffset.UtcNow.AddDays(1));

        var counts = (await shop.Admin.GetAsync($"{Shop.Deliveries}/count?openId=alice")).ShouldBe(HttpStatusCode.OK);
        (counts["total"], counts["retryable"], counts["cancellable"], counts["maxAtOnce"]).ShouldBe(("4", "0", "3", "100000"));
        ShouldBe(await shop.Admin.PostAsync(Cancel, new { OpenId = "alice" }), matched: 4, changed: 3, notPossible: 1);

        foreach (var id in waiting)
        {
            (await shop.DeliveryAsync(id)).ShouldBe(HttpStatusCode.OK)["reason"].ShouldBe("cancelledByHand");
        }

        (await shop.DeliveryAsync(other))["status"].ShouldBe("pending");
        (await shop.DeliveryAsync(sent))["status"].ShouldBe("sent");
        ShouldBe(await shop.Admin.PostAsync(Cancel, new { OpenId = "alice" }), matched: 4, changed: 0, notPossible: 4);
    }

    [Fact]
    public async Task All_that_WeChat_refused_are_sent_again_and_each_is_noted()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var ids = new[] { await shop.SendAsync("carol"), await shop.SendAsync("carol") };
        foreach (var id in ids)
        {
            await shop.DeliveryAsync(id, "skipped");
        }

        host.WeChat.Control.Decide(new() { AppId = shop.AppId, OpenId = "carol", TemplateId = Shop.WeChatTemplate });
        host.WeChat.Control.Decide(new() { AppId = shop.AppId, OpenId = "carol", TemplateId = Shop.WeChatTemplate });
        ShouldBe(await shop.Admin.PostAsync(Retry, new { Statuses = new[] { "skipped" }, Reasons = new[] { "noPermit" }, ErrorCode = 43101 }), matched: 2, changed: 2, notPossible: 0);

        foreach (var id in ids)
        {
            await shop.DeliveryAsync(id, "sent");
        }

        var notes = (await shop.Admin.GetAsync($"{RunningHost.Api}/audit?kind=delivery")).ShouldBe(HttpStatusCode.OK).Json["items"]!.AsArray();
        notes.Select(n => (Guid.Parse(n!["entityId"]!.ToString()), n["action"]!.ToString())).ShouldBe(ids.Select(id => (id, "retried")), ignoreOrder: true);
    }

    [Fact]
    public async Task Users_who_have_become_known_are_found_and_the_others_stay_as_they_are()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var (known, unknown) = (await ToUserAsync(shop, "42"), await ToUserAsync(shop, "43"));
        await shop.LinkAsync("alice", "42");

        ShouldBe(await shop.Admin.PostAsync(Retry, new { Reasons = new[] { "unknownUser" } }), matched: 2, changed: 1, notPossible: 1);

        (await shop.DeliveryAsync(known, "sent"))["openId"].ShouldBe("alice");
        (await shop.DeliveryAsync(unknown))["status"].ShouldBe("skipped");
    }

    [Theory]
    [InlineData("{}", "filter: Required")]
    [InlineData("{\"pageSize\":10}", "filter: Required")]
    [InlineData("{\"openId\":\"  \"}", "filter: Required")]
    [InlineData("{\"openId\":\"a\\u0000\"}", "openId: ControlCharacter")]
    [InlineData("{\"statuses\":[\"gone\"]}", "statuses[0]: NotAllowed")]
    public async Task A_wish_without_a_filter_is_hardly_meant_and_a_wrong_one_is_refused(string body, string violation)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var waiting = await shop.SendTomorrowAsync();

        foreach (var path in new[] { Retry, Cancel })
        {
            (await shop.Admin.PostTextAsync(path, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe([violation]);
        }

        (await shop.DeliveryAsync(waiting))["status"].ShouldBe("pending");
    }

    private static async Task<Guid> ToUserAsync(Shop shop, string user)
    {
        var answer = (await shop.Admin.PostAsync(Shop.Notifications, new
        {
            Template = "order-paid",
            ToUsers = new[] { user },
            Data = new { orderNo = "A1", product = "龙井茶", amount = 12.5m, paidAt = "2026-11-21T15:30:00+08:00", orderId = "7" },
        })).ShouldBe(HttpStatusCode.Accepted);
        var id = Guid.Parse(answer.Json["receipts"]![0]!["deliveryId"]!.ToString());
        (await shop.DeliveryAsync(id))["reason"].ShouldBe("unknownUser");
        return id;
    }

    private static void ShouldBe(ApiAnswer answer, int matched, int changed, int notPossible)
    {
        answer.ShouldBe(HttpStatusCode.OK);
        (answer["matched"], answer["changed"], answer["notPossible"], answer["hasMore"]).ShouldBe(($"{matched}", $"{changed}", $"{notPossible}", "false"));
    }
}
