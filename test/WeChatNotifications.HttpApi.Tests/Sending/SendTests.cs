using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Sending;

public sealed class SendTests(RunningHost host)
{
    [Fact]
    public async Task A_message_is_queued_sent_and_accounted_for()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var answer = (await shop.Admin.PostAsync(Shop.Notifications, Shop.Message("alice", "A-2026"))).ShouldBe(HttpStatusCode.Accepted);
        var receipt = answer.Json["receipts"]!.AsArray().ShouldHaveSingleItem()!;
        receipt["openId"]!.ToString().ShouldBe("alice");
        receipt["isDuplicate"]!.GetValue<bool>().ShouldBeFalse();
        answer.Headers.Location?.ToString().ShouldBe($"{Shop.Deliveries}/{receipt["deliveryId"]}");

        var delivery = await shop.DeliveryAsync(Guid.Parse(receipt["deliveryId"]!.ToString()), "sent");
        delivery.Json["fields"]!.AsArray().Select(f => $"{f!["key"]}={f["value"]}")
            .ShouldBe(["character_string1=A-2026", "thing2=龙井茶", "amount3=¥12.50", "time4=2026年11月21日 15:30"]);
        delivery["page"].ShouldBe("pages/order/detail?id=7");

        var arrived = host.WeChat.Control.Messages(new() { AppId = shop.AppId }).Messages.ShouldHaveSingleItem();
        arrived.OpenId.ShouldBe("alice");
        arrived.Data["thing2"].ShouldBe("龙井茶");
        delivery["weChatMessageId"].ShouldBe(arrived.MsgId.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Each_of_several_users_has_a_delivery_of_their_own()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var answer = (await shop.Admin.PostAsync(Shop.Notifications, Shop.Message(new[] { "alice", "carol", "nobody" }))).ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location.ShouldBeNull();
        var ids = answer.Json["receipts"]!.AsArray().Select(r => Guid.Parse(r!["deliveryId"]!.ToString())).ToList();

        await shop.DeliveryAsync(ids[0], "sent");
        (await shop.DeliveryAsync(ids[1], "skipped"))["errorCode"].ShouldBe("43101");
        var failed = await shop.DeliveryAsync(ids[2], "failed");
        failed["errorCode"].ShouldBe("40003");
        failed["reason"].ShouldBe("invalidRecipient");
        failed["advice"].ShouldNotBeNullOrWhiteSpace();
        failed.Json["timeline"]!.AsArray().ShouldHaveSingleItem()!["rid"]!.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_answers_with_the_first_delivery()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var first = await shop.SendAsync("alice", dedupKey: "order:1");
        var repeat = (await shop.Admin.PostAsync(Shop.Notifications, Shop.Message("alice", dedupKey: "order:1"))).ShouldBe(HttpStatusCode.Accepted).Json["receipts"]![0]!;
        repeat["deliveryId"]!.ToString().ShouldBe(first.ToString());
        repeat["isDuplicate"]!.GetValue<bool>().ShouldBeTrue();

        var other = await (await host.NewShopAsync()).OpenAsync();
        (await other.SendAsync("alice", dedupKey: "order:1")).ShouldNotBe(first, "keys belong to a tenant");
    }

    [Fact]
    public async Task A_preview_shows_the_texts_and_stores_nothing()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var preview = (await shop.Admin.PostAsync(Shop.Notifications + "/preview", Shop.Message("alice"))).ShouldBe(HttpStatusCode.OK);
        preview.Json["violations"]!.AsArray().ShouldBeEmpty();
        preview.Body.ShouldContain("¥12.50");

        (await shop.Admin.GetAsync(Shop.Deliveries)).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_preview_says_what_is_wrong_with_the_data()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var preview = (await shop.Admin.PostAsync(Shop.Notifications + "/preview", new { Template = "order-paid", To = "alice", Data = new { OrderNo = "中文", Product = "Tea" } }))
            .ShouldBe(HttpStatusCode.OK);
        preview.Json["violations"]!.AsArray().Select(v => v!["field"]!.ToString()).ShouldContain("data.amount");
    }

    [Fact]
    public async Task What_breaks_a_rule_is_refused_before_anything_is_stored()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var answer = await shop.Admin.PostAsync(Shop.Notifications, new { Template = "order-paid", To = new[] { "alice", "bob" }, Data = new { orderNo = "A1", product = "Tea", paidAt = "no time", nonsense = 1 } });
        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "Validation");
        answer.Json["errors"]!.AsArray().Select(e => e!["field"]!.ToString()).ShouldContain("data.amount");
        (await shop.Admin.GetAsync(Shop.Deliveries)).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"template":"order-paid","to":7}""", "to: JsonType")]
    [InlineData("""{"template":"order-paid","to":["alice",7]}""", "to[1]: JsonType")]
    [InlineData("""{"template":"order-paid","to":"alice","data":{"orderNo":{"a":1}}}""", "data.orderNo: ValueType")]
    [InlineData("""{"template":"order-paid","to":"alice","notBefore":"2026-11-21T15:30:00"}""", "notBefore: JsonType")]
    [InlineData("""{"template":"order-paid","to":"alice","priority":"urgent"}""", "priority: NotAllowed")]
    [InlineData("""{"template":"no-such","to":"alice"}""", "template: Unknown")]
    public async Task A_value_of_the_wrong_kind_is_named(string body, string violation)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostTextAsync(Shop.Notifications, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe([violation]);
    }
}
