using System.Globalization;
using System.Net;
using System.Text;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Simulator.Grants;
using static WeChatNotifications.HttpApi.Tests.Broadcasts.BroadcastThings;

namespace WeChatNotifications.HttpApi.Tests.Broadcasts;

public sealed class BroadcastTests(RunningHost host)
{
    [Fact]
    public async Task A_list_with_bad_rows_is_tried_out_started_and_reaches_exactly_the_good_ones()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        string[] users = [.. Enumerable.Range(1, 60).Select(i => $"o-user-{i}")];
        shop.Host.WeChat.Control.Seed(new() { Grants = [.. users.Select(u => new GrantSeed { AppId = shop.AppId, OpenId = u, TemplateId = Shop.WeChatTemplate, LongTerm = true })] });
        (await shop.Admin.PostAsync(Shop.Grants, new
        {
            AppCredentialId = shop.CredentialId,
            Decisions = users.Take(50).Select(u => new { OpenId = u, Template = "order-paid", Decision = "accepted" }),
        })).ShouldBe(HttpStatusCode.NoContent);
        var id = await CreateAsync(shop, NewBroadcast(audience: "list"));

        // Lines 2 to 61 are good but for the amount in line 2; 62 to 65 are not; 66 names somebody again.
        var list = new StringBuilder("openId,orderNo,amount\r\n");
        foreach (var (index, user) in users.Index())
        {
            list.Append(CultureInfo.InvariantCulture, $"{user},\"B{index + 1}\",{(index == 0 ? "a lot" : "8.5")}\r\n");
        }

        list.Append("o user,B61,1\r\n,B62,1\r\no-user-1\r\no-user-2,\"B64,1\r\no-user-3,B65,1\r\n");
        var uploaded = (await UploadAsync(shop, id, "\uFEFF" + list, caller: shop.Admin.With("Accept-Language", "zh-CN"))).ShouldBe(HttpStatusCode.OK);
        (uploaded["rows"], uploaded["badRows"], uploaded["duplicates"]).ShouldBe(("60", "4", "1"), uploaded.Body);
        uploaded.Json["firstBadRows"]!.AsArray().Select(r => $"{r!["line"]} {r["field"]} {r["rule"]!.ToString()[25..]}")
            .ShouldBe(["62 openId Characters", "63 openId OneRecipient", "64 line ListColumns", "65 line Quotes"]);
        uploaded.Json["firstBadRows"]![3]!["message"]!.ToString().ShouldContain("引号");
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}/{id}/bad-rows?pageSize=3")).ShouldBe(HttpStatusCode.OK)["next"].ShouldBe("64");
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}/{id}/bad-rows?cursor=64")).Json["items"]!.AsArray().ShouldHaveSingleItem()!["message"]!.ToString().ShouldContain("quotation marks");

        var tried = (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/dry-run")).ShouldBe(HttpStatusCode.OK);
        (tried["total"], tried["reachable"], tried["isSampled"]).ShouldBe(("60", "49", "false"), tried.Body);
        tried.Json["unreachable"]!.AsArray().Select(u => $"{u!["reason"]} {u["count"]} {string.Join(' ', u["sampleLines"]!.AsArray())}").ShouldBe(["noPermit 10 52 53 54 55 56", "invalidData 1 2"]);
        tried.Json["violations"]!.AsArray().ShouldHaveSingleItem()!["field"]!.ToString().ShouldBe("data.amount");
        tried.Json["preview"]!["fields"]!.AsArray().Select(f => f!["value"]!.ToString()).First().ShouldBe("B2");
        host.WeChat.Control.Messages(new() { AppId = shop.AppId }).Messages.ShouldBeEmpty();

        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/start")).ShouldBe(HttpStatusCode.OK)["total"].ShouldBe("60");
        var done = await UntilAsync(shop, id, "completed");
        (done["expanded"], done["sent"], done["failed"], done["waiting"], done["sending"], done["progress"]).ShouldBe(("60", "59", "1", "0", "0", "1"), done.Body);
        done.Json["byReason"]!.AsArray().Select(r => $"{r!["status"]} {r["reason"]} {r["count"]}").ShouldBe(["sent none 59", "failed invalidData 1"]);
        var messages = host.WeChat.Control.Messages(new() { AppId = shop.AppId, Limit = 1_000 }).Messages;
        messages.Select(m => m.OpenId).Order(StringComparer.Ordinal).ShouldBe(users.Skip(1).Order(StringComparer.Ordinal));
        (await shop.Admin.DeleteAsync($"{Shop.Broadcasts}/{id}")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Json_lines_with_values_of_their_own_take_the_place_of_an_earlier_list()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await ListDraftAsync(shop);
        await UploadAsync(shop, id, Csv);
        var answer = await UploadAsync(shop, id, """
            {"openId":"alice","data":{"product":"乌龙茶"}}
            {"openId":"bob","data":{"prodct":"乌龙茶"}}

            {"userId":"42"}
            """, "application/x-ndjson; charset=utf-8");
        (answer.ShouldBe(HttpStatusCode.OK)["rows"], answer["badRows"], answer["duplicates"]).ShouldBe(("2", "1", "0"));
        answer.Json["firstBadRows"]![0]!["message"]!.ToString().ShouldContain("product");

        var tried = (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/dry-run")).ShouldBe(HttpStatusCode.OK);
        tried.Json["unreachable"]!.AsArray().Select(u => $"{u!["reason"]} {u["sampleLines"]![0]}").Order(StringComparer.Ordinal).ShouldBe(["noPermit 1", "unknownUser 4"]);
        tried.Json["preview"]!["fields"]![1]!["value"]!.ToString().ShouldBe("乌龙茶");
    }

    [Fact]
    public async Task A_source_of_the_hosts_is_tried_out_and_sent_to_with_the_values_it_yields()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync($"{Shop.Orders}/{await shop.PlaceOrderAsync()}/pay")).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NoContent);
        await shop.PlaceOrderAsync("carol");
        object Broadcast(string since) => new { Name = "Customers", Template = "order-paid", Audience = new { Kind = "source", Source = "customers", Arguments = new { since } } };
        var none = await CreateAsync(shop, Broadcast("2999-01-01T00:00:00Z"));
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{none}/dry-run")).ShouldBe(HttpStatusCode.OK)["total"].ShouldBe("0");

        var id = await CreateAsync(shop, Broadcast("2020-01-01T00:00:00+08:00"));
        var tried = (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/dry-run")).ShouldBe(HttpStatusCode.OK);
        (tried["total"], tried["reachable"], tried.Json["preview"]!["fields"]![1]!["value"]!.ToString()).ShouldBe(("1", "0", "龙井茶"), tried.Body);
        tried.Json["unreachable"]![0]!["reason"]!.ToString().ShouldBe("noPermit", "nobody has reported alice's accept; WeChat knows it");

        await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/start");
        (await UntilAsync(shop, id, "completed"))["sent"].ShouldBe("1");
        host.WeChat.Control.Messages(new() { AppId = shop.AppId, OpenId = "alice" }).Messages.Count.ShouldBe(2, "the order's own message, and the broadcast's");
    }

    [Fact]
    public async Task The_hosts_sources_are_listed_in_the_callers_language_and_one_that_fails_is_found_by_trying()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var source = (await shop.Admin.GetAsync($"{Shop.Broadcasts}/sources")).ShouldBe(HttpStatusCode.OK).Json.AsArray().ShouldHaveSingleItem()!;
        source["name"]!.ToString().ShouldBe("customers");
        source["description"]!.ToString().ShouldStartWith("Everybody who has paid");
        (await shop.Admin.With("Accept-Language", "zh-CN").GetAsync($"{Shop.Broadcasts}/sources")).Json[0]!["description"]!.ToString().ShouldStartWith("付过款");

        var id = await CreateAsync(shop, new { Name = "Customers", Template = "order-paid", Audience = new { Kind = "source", Source = "customers", Arguments = new { since = "yesterday" } } });
        var tried = (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/dry-run")).ShouldBe(HttpStatusCode.OK);
        tried.Json["violations"]!.AsArray().ShouldHaveSingleItem()!["rule"]!.ToString().ShouldEndWith("Rule.SourceFailed");
        tried.Body.ShouldNotContain("yesterday", Case.Sensitive, "what the host's code says is for its log");
    }

    [Fact]
    public async Task A_draft_that_is_unfinished_may_lack_values_and_is_not_started_without_them()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        object Draft(object data) => new { Name = "Half", Template = "order-paid", Data = data, IsUnfinished = true };
        var id = await CreateAsync(shop, Draft(new { orderNo = "A1" }));
        (await shop.Admin.PutAsync($"{Shop.Broadcasts}/{id}", Draft(new { orderNo = "中文" }))).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["data.orderNo: Field.CharacterString"]);
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/start")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldContain("data.product: Required");
        (await shop.Admin.PutAsync($"{Shop.Broadcasts}/{id}", NewBroadcast())).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/start")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_no_usable_list_is_refused_and_the_one_before_stays()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await ListDraftAsync(shop);
        await UploadAsync(shop, id, Csv);
        foreach (var type in (string[])["application/json", "text/csv; charset=gbk", "text/plain", ""])
        {
            (await UploadAsync(shop, id, Csv, type)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "ListMediaType");
        }

        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        (await UploadAsync(shop, id, Encoding.GetEncoding("gbk").GetBytes("openId,product\nalice,龙井茶\n"))).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["list: Encoding"]);
        (await UploadAsync(shop, id, "name,prodct\nalice,x\n")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["list: ListHeader", "data.name: UnknownField", "data.prodct: UnknownField"]);
        (await UploadAsync(shop, id, "openId\n")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["list: ListEmpty"]);
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}/{id}"))["listRows"].ShouldBe("1");

        (await UploadAsync(shop, await DraftAsync(shop), Csv)).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["audience.kind: AudienceKind"]);
        (await UploadAsync(shop, await ScheduledAsync(shop), Csv)).ShouldBeProblem(HttpStatusCode.Conflict, "BroadcastState");
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{await ListDraftAsync(shop)}/start")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["list: ListEmpty"]);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_broadcast_is_said_at_once()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync(Shop.Broadcasts, new
        {
            Name = " ",
            Template = "order-paid",
            Audience = new { Kind = "source", Source = "nobody", Arguments = new { Text = new string('x', 4_000) } },
            Data = new Dictionary<string, object>(StringComparer.Ordinal) { ["prodct"] = "x", ["orderNo"] = "中文", ["product"] = new[] { 1 } },
            StartAt = "2030-01-02T00:00:00Z",
            ExpiresAt = "2030-01-01T00:00:00Z",
            RatePerSecond = 0,
        })).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.Order(StringComparer.Ordinal).ShouldBe(
        [
            "audience.arguments: TooLong", "audience.source: Unknown", "data.orderNo: Field.CharacterString", "data.prodct: UnknownField", "data.product: ValueType",
            "expiresAt: ExpiresBeforeStart", "name: Required", "ratePerSecond: OutOfRange",
        ]);
        (await shop.Admin.PostAsync(Shop.Broadcasts, new { Name = "x", Template = "nothing", Audience = new { Source = "s" } }))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["template: Unknown", "audience.source: AudienceKind"], ignoreOrder: true);
        (await shop.Admin.PostAsync(Shop.Broadcasts, new { Name = "x", Template = "order-paid", Data = new { orderNo = "A1" } }))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldContain("data.product: Required");
        (await shop.Admin.GetAsync(Shop.Broadcasts + "?pageSize=0&status=asleep")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["status: NotAllowed"]);
    }

    [Fact]
    public async Task A_broadcast_is_held_goes_on_and_is_ended()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await ListDraftAsync(shop);
        var list = string.Concat(Enumerable.Range(1, 500).Select(i => $"o-{i}\n"));
        (await UploadAsync(shop, id, "openId\n" + list)).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PutAsync($"{Shop.Broadcasts}/{id}", NewBroadcast("Slow", "list", ratePerSecond: 10))).ShouldBe(HttpStatusCode.OK)["listRows"].ShouldBe("500");
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/pause")).ShouldBeProblem(HttpStatusCode.Conflict, "BroadcastState");
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/start")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("running");
        (await shop.Admin.PutAsync($"{Shop.Broadcasts}/{id}", NewBroadcast())).ShouldBeProblem(HttpStatusCode.Conflict, "BroadcastState");
        (await shop.Admin.DeleteAsync($"{Shop.Broadcasts}/{id}")).ShouldBeProblem(HttpStatusCode.Conflict, "BroadcastState");

        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/pause")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("paused");
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/resume")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("running");
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/cancel")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("cancelled");
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/resume")).ShouldBeProblem(HttpStatusCode.Conflict, "BroadcastState");
        var listed = (await shop.Admin.GetAsync($"{Shop.Broadcasts}?status=cancelled&status=failed&name=low&template=order-paid")).ShouldBe(HttpStatusCode.OK);
        listed.Json["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.ToString().ShouldBe(id.ToString());
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}?status=running")).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_who_change_a_draft_at_once_are_told()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var draft = (await shop.Admin.PostAsync(Shop.Broadcasts, NewBroadcast())).ShouldBe(HttpStatusCode.Created);
        draft.Headers.Location!.ToString().ShouldEndWith($"/broadcasts/{draft.Id}");
        object Change(string name) => new { Name = name, Template = "order-paid", Data = Values, ConcurrencyStamp = draft["concurrencyStamp"] };
        (await shop.Admin.PutAsync($"{Shop.Broadcasts}/{draft.Id}", Change("first"))).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PutAsync($"{Shop.Broadcasts}/{draft.Id}", Change("second"))).ShouldBeProblem(HttpStatusCode.Conflict, "ConcurrencyConflict");
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}/{draft.Id}"))["name"].ShouldBe("first");
    }
}
