using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Permits;

/// <summary>Form ids over HTTP, and what notifications gained with the channels.</summary>
public sealed class FormIdTests(RunningHost host)
{
    private const string FormIds = "/api/wechat-notifications/form-ids";

    [Fact]
    public async Task Good_ones_are_kept_bad_ones_named_and_balances_read_page_by_page()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var items = Enumerable.Range(0, 5).Select(i => (object)new { openId = $"user-{i}", formId = $"form-{i}" })
            .Append(new { openId = "user-0", formId = "wx-prepay", kind = "prepayId", collectedAt = "2999-01-01T00:00:00Z" })
            .Append(new { openId = "user-0", formId = "the formId is a mock one" })
            .Append(new { openId = "user-0", formId = "form-0" })
            .Append(new { openId = "user-0", formId = "a b" });

        var result = (await shop.Admin.PostAsync(FormIds, new { appCredentialId = shop.CredentialId, items })).ShouldBe(HttpStatusCode.OK).Json;

        (result["accepted"]!.GetValue<int>(), result["duplicates"]!.GetValue<int>(), result["mock"]!.GetValue<int>()).ShouldBe((6, 1, 1));
        var refused = result["refused"]!.AsArray().ShouldHaveSingleItem()!;
        (refused["index"]!.GetValue<int>(), refused["field"]!.ToString(), refused["rule"]!.ToString()).ShouldBe((8, "items[8].formId", "WeChatNotifications:Rule.Characters"));

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await shop.Admin.GetAsync($"{FormIds}?pageSize=2&cursor={cursor}")).ShouldBe(HttpStatusCode.OK);
            page.Json.ToJsonString().ShouldNotContain("form-1", customMessage: "the form ids themselves are nobody's to see");
            seen.AddRange(page.Json["items"]!.AsArray().Select(b => $"{b!["openId"]} {b["formIds"]}+{b["prepayUses"]}"));
            cursor = page.Json["next"]?.ToString();
        }
        while (cursor is not null);
        seen.ShouldBe(["user-0 1+3", "user-1 1+0", "user-2 1+0", "user-3 1+0", "user-4 1+0"]);
        (await shop.Admin.GetAsync($"{FormIds}?cursor=nonsense")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Values_in_order_come_as_a_list_or_with_commas_and_users_by_the_hosts_id()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PutAsync("/api/wechat-notifications/recipients/links", new { appCredentialId = shop.CredentialId, openId = "alice", userId = "42" })).ShouldBe(HttpStatusCode.OK);
        object Message(object keywords, string[] users) => new { template = "order-paid", toUsers = users, keywords, data = new { orderId = 7 } };

        var answer = (await shop.Admin.PostAsync(Shop.Notifications, Message("A-1, 龙井茶 ,12.5,2026-11-21 15:30", ["42", "nobody"]))).ShouldBe(HttpStatusCode.Accepted);

        var receipts = answer.Json["receipts"]!.AsArray();
        receipts.Select(r => $"{r!["userId"]} {r["openId"]} {r["status"]} {r["reason"]}").ShouldBe(["42 alice pending none", "nobody  skipped unknownUser"]);
        var delivery = await shop.DeliveryAsync(Guid.Parse(receipts[0]!["deliveryId"]!.ToString()), "sent");
        delivery.Json["fields"]!.AsArray().Select(f => f!["value"]!.ToString()).Take(2).ShouldBe(["A-1", "龙井茶"]);
        delivery["userId"].ShouldBe("42");
        (await shop.Admin.GetAsync($"{Shop.Deliveries}?userId=nobody")).Json["items"]!.AsArray().ShouldHaveSingleItem()!["reason"]!.ToString().ShouldBe("unknownUser");

        (await shop.Admin.PostAsync(Shop.Notifications, Message(new object[] { "A-2", "茶", 12.5, "2026-11-21 15:30" }, ["42"]))).ShouldBe(HttpStatusCode.Accepted);
        (await shop.Admin.PostAsync(Shop.Notifications, Message(new { a = 1 }, ["42"]))).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_template_of_a_withdrawn_channel_says_what_takes_its_place()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        object Template(string channel) => new
        {
            name = "old",
            appCredentialId = shop.CredentialId,
            channel,
            weChatTemplateId = "AT1",
            emphasisKeyword = "keyword1",
            fields = new[] { new { key = "keyword1", name = "goods", color = "#173177" } },
        };

        var created = (await shop.Admin.PostAsync("/api/wechat-notifications/templates", Template("templateMessage"))).ShouldBe(HttpStatusCode.Created);

        created.Json["isRetired"]!.GetValue<bool>().ShouldBeTrue();
        created.Json["retirementAdvice"]!.ToString().ShouldNotBeNullOrEmpty();
        created.Json["fields"]![0]!["color"]!.ToString().ShouldBe("#173177");
        (await shop.Admin.PostAsync("/api/wechat-notifications/templates", Template("officialAccountTemplateMessage"))).ShouldBe(HttpStatusCode.BadRequest);
    }
}
