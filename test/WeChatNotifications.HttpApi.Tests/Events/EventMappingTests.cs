using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Events;

/// <summary>What an administrator makes of the Orders module's events, and what it sends.</summary>
public sealed class EventMappingTests(RunningHost host)
{
    [Fact]
    public async Task The_events_of_the_hosts_modules_are_listed_with_their_values()
    {
        var shop = await host.NewShopAsync();

        var events = (await shop.Admin.GetAsync(Shop.Events)).ShouldBe(HttpStatusCode.OK).Json.AsArray();

        events.Select(e => e!["name"]!.ToString()).ShouldBe(["order-paid", "order-shipped"]);
        var shipped = events[1]!;
        shipped["display"]!.ToString().ShouldBe("订单已发货 Order shipped");
        shipped["properties"]!.AsArray().Select(p => $"{p!["path"]} {p["type"]}").ShouldContain("TrackingNo text");
        shipped["properties"]!.AsArray().Single(p => p!["path"]!.ToString() == "Amount")!["operators"]!.AsArray().Select(o => o!.ToString()).ShouldContain("gt");
    }

    [Fact]
    public async Task A_mapping_is_added_shown_changed_and_removed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var created = (await shop.Admin.PostAsync(Shop.EventMappings, Shop.NewEventMapping())).ShouldBe(HttpStatusCode.Created);
        var path = $"{Shop.EventMappings}/{created.Id}";
        created.Headers.Location?.ToString().ShouldBe(path);
        created["priority"].ShouldBe("transactional");
        created["recipientKind"].ShouldBe("openId");

        (await shop.Admin.PutAsync(path, Shop.NewEventMapping("renamed", [new { Path = "Amount", Operator = "gt", Value = "5" }]))).ShouldBe(HttpStatusCode.OK)["name"].ShouldBe("renamed");
        (await shop.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK).Json["conditions"]!.AsArray().ShouldHaveSingleItem()!["operator"]!.ToString().ShouldBe("gt");
        (await shop.Admin.GetAsync($"{Shop.EventMappings}?eventName=order-shipped")).Json.AsArray().ShouldHaveSingleItem();
        (await shop.Admin.GetAsync($"{Shop.EventMappings}?eventName=order-paid")).Json.AsArray().ShouldBeEmpty();

        (await shop.Admin.DeleteAsync(path)).ShouldBe(HttpStatusCode.NoContent);
        (await shop.Admin.GetAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "NotFound");
    }

    [Fact]
    public async Task Whatever_is_wrong_comes_in_one_answer()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();

        var answer = await shop.Admin.PostAsync(Shop.EventMappings, Shop.NewEventMapping("", [new { Path = "Nothing", Operator = "exists" }], "Amounts"));

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.Order(StringComparer.Ordinal)
            .ShouldBe(["conditions[0].path: EventPath", "name: Required", "recipientPath: EventPath"]);
    }

    [Fact]
    public async Task A_mapping_made_by_an_administrator_sends_from_the_next_event_on_and_only_what_it_is_meant_to()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await ShipAsync(shop);
        (await shop.Admin.PostAsync(Shop.EventMappings, Shop.NewEventMapping(conditions: [new { Path = "Amount", Operator = "ge", Value = "88.5" }]))).ShouldBe(HttpStatusCode.Created);
        (await shop.Admin.PostAsync(Shop.EventMappings, Shop.NewEventMapping("never", [new { Path = "Amount", Operator = "gt", Value = "88.5" }], "OrderNo"))).ShouldBe(HttpStatusCode.BadRequest);

        var order = await ShipAsync(shop);

        var page = (await shop.Admin.GetAsync($"{Shop.Deliveries}?dedupKey=shipped-{order}")).ShouldBe(HttpStatusCode.OK);
        var delivery = await shop.DeliveryAsync(Guid.Parse(page.Json["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.ToString()), "sent");
        delivery["openId"].ShouldBe("alice");
        host.WeChat.Control.Messages(new() { AppId = shop.AppId }).Messages.Count.ShouldBe(3, "two payments and one parcel");
    }

    [Fact]
    public async Task A_mapping_can_be_tried_in_the_callers_language()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var sample = new { orderId = Guid.NewGuid(), orderNo = "A-1", openId = "alice", product = "龙井茶", amount = 12.5, trackingNo = "SF1", shippedAt = "2026-11-21T15:30:00+08:00" };

        var good = (await shop.Admin.PostAsync(Shop.EventMappings + "/test", new { Mapping = Shop.NewEventMapping(), Sample = sample })).ShouldBe(HttpStatusCode.OK).Json;
        var bad = (await shop.Admin.With("Accept-Language", "zh-CN").PostAsync(Shop.EventMappings + "/test", new { Mapping = Shop.NewEventMapping(openId: "Amounts"), Sample = sample })).ShouldBe(HttpStatusCode.OK).Json;

        good["matches"]!.GetValue<bool>().ShouldBeTrue();
        good["openId"]!.ToString().ShouldBe("alice");
        good["violations"]!.AsArray().ShouldBeEmpty();
        good["fields"]!.AsArray().Select(f => f!["value"]!.ToString()).ShouldBe(["A-1", "龙井茶", "¥12.50", "2026年11月21日 15:30"]);
        bad["violations"]!.AsArray().ShouldHaveSingleItem()!["message"]!.ToString().ShouldBe("recipientPath：事件中没有“Amounts”这个值。");
        (await shop.Admin.GetAsync(Shop.EventMappings)).Json.AsArray().ShouldBeEmpty();
    }

    private static async Task<Guid> ShipAsync(Shop shop)
    {
        var order = await shop.PlaceOrderAsync();
        (await shop.Admin.PostAsync($"{Shop.Orders}/{order}/pay")).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PostAsync($"{Shop.Orders}/{order}/ship", new { TrackingNo = "SF1001" })).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("shipped");
        return order;
    }
}
