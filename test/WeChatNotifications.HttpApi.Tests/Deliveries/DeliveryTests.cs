using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Deliveries;

public sealed class DeliveryTests(RunningHost host)
{
    [Fact]
    public async Task The_log_is_narrowed_by_every_filter()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await shop.Admin.PostAsync(Shop.Templates, shop.NewTemplate("other"));
        var sent = await shop.SendAsync("alice", dedupKey: "k1");
        var skipped = await shop.SendAsync("carol");
        var waiting = await shop.SendTomorrowAsync();
        await shop.Admin.PostAsync(Shop.Notifications, Shop.Message("alice", notBefore: DateTimeOffset.UtcNow.AddDays(1), template: "other"));
        var messageId = (await shop.DeliveryAsync(sent, "sent"))["weChatMessageId"];
        await shop.DeliveryAsync(skipped, "skipped");

        (await IdsAsync(shop, "?status=sent")).ShouldBe([sent]);
        (await IdsAsync(shop, "?status=sent&status=skipped")).ShouldBe([skipped, sent]);
        (await IdsAsync(shop, "?openId=carol")).ShouldBe([skipped]);
        (await IdsAsync(shop, "?errorCode=43101")).ShouldBe([skipped]);
        (await IdsAsync(shop, "?reason=noPermit")).ShouldBe([skipped]);
        (await IdsAsync(shop, "?reason=noPermit&reason=expired&reason=none&status=skipped")).ShouldBe([skipped]);
        (await IdsAsync(shop, $"?broadcastId={Guid.NewGuid()}")).ShouldBeEmpty();
        (await IdsAsync(shop, "?dedupKey=k1")).ShouldBe([sent]);
        (await IdsAsync(shop, $"?weChatMessageId={messageId}")).ShouldBe([sent]);
        (await IdsAsync(shop, "?template=order-paid")).ShouldBe([waiting, skipped, sent]);
        (await IdsAsync(shop, "?template=other")).Count.ShouldBe(1);
        (await IdsAsync(shop, $"?appCredentialId={shop.CredentialId}&status=pending&template=order-paid")).ShouldBe([waiting]);
        (await IdsAsync(shop, "?from=2100-01-01T00:00:00Z")).ShouldBeEmpty();
        (await IdsAsync(shop, "?to=2100-01-01T00:00:00%2B08:00&from=2020-01-01T00:00:00+08:00")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Pages_neither_repeat_nor_skip_a_row_while_new_ones_arrive()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var openIds = Enumerable.Range(0, 25).Select(i => $"user-{i:00}").ToArray();
        var tomorrow = DateTimeOffset.UtcNow.AddDays(1);
        var sent = (await shop.Admin.PostAsync(Shop.Notifications, Shop.Message(openIds, notBefore: tomorrow))).ShouldBe(HttpStatusCode.Accepted)
            .Json["receipts"]!.AsArray().Select(r => r!["deliveryId"]!.ToString()).ToList();

        var seen = new List<(string Id, string CreatedAt)>();
        var pages = 0;
        string? cursor = null;
        do
        {
            var page = (await shop.Admin.GetAsync($"{Shop.Deliveries}?pageSize=10&cursor={cursor}")).ShouldBe(HttpStatusCode.OK).Json;
            seen.AddRange(page["items"]!.AsArray().Select(d => (d!["id"]!.ToString(), d["createdAt"]!.ToString())));
            cursor = page["next"]?.ToString();
            pages++;
            await shop.SendTomorrowAsync();
        }
        while (cursor is not null);

        pages.ShouldBe(3);
        seen.Select(s => s.Id).ShouldBeUnique();
        seen.Select(s => s.Id).ShouldBe(sent, ignoreOrder: true);
        seen.Select(s => s.CreatedAt).ShouldBe(seen.Select(s => s.CreatedAt).OrderDescending(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("?stauts=sent", "stauts: UnknownProperty")]
    [InlineData("?status=gone", "status: NotAllowed")]
    [InlineData("?reason=gone", "reason: NotAllowed")]
    [InlineData("?pageSize=0", "pageSize: OutOfRange")]
    [InlineData("?pageSize=501", "pageSize: OutOfRange")]
    [InlineData("?pageSize=ten", "pageSize: JsonType")]
    [InlineData("?openId=a&openId=b", "openId: Duplicate")]
    [InlineData("?from=yesterday", "from: JsonType")]
    [InlineData("?appCredentialId=7", "appCredentialId: JsonType")]
    public async Task A_filter_that_says_nothing_sensible_is_refused(string query, string violation)
    {
        var shop = await host.NewShopAsync();
        (await shop.Admin.GetAsync(Shop.Deliveries + query)).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe([violation]);
    }

    [Fact]
    public async Task A_cursor_that_no_page_gave_is_refused()
    {
        var shop = await host.NewShopAsync();
        (await shop.Admin.GetAsync($"{Shop.Deliveries}?cursor=%00;drop")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldHaveSingleItem().ShouldStartWith("cursor: ");
    }

    [Fact]
    public async Task A_message_that_waits_is_cancelled_once()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendTomorrowAsync();

        var cancelled = (await shop.Admin.PostAsync($"{Shop.Deliveries}/{id}/cancel")).ShouldBe(HttpStatusCode.OK);
        cancelled["status"].ShouldBe("cancelled");
        cancelled["reason"].ShouldBe("cancelledByHand");
        (await shop.Admin.PostAsync($"{Shop.Deliveries}/{id}/cancel")).ShouldBeProblem(HttpStatusCode.Conflict, "DeliveryState");
    }

    [Fact]
    public async Task A_message_that_was_refused_is_sent_again_when_the_user_has_thought_better_of_it()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendAsync("carol");
        await shop.DeliveryAsync(id, "skipped");
        host.WeChat.Control.Decide(new() { AppId = shop.AppId, OpenId = "carol", TemplateId = Shop.WeChatTemplate });

        (await shop.Admin.PostAsync($"{Shop.Deliveries}/{id}/retry")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("pending");

        var sent = await shop.DeliveryAsync(id, "sent");
        sent.Json["timeline"]!.AsArray().ShouldHaveSingleItem()!["errorCode"]!.GetValue<int>().ShouldBe(43101, "the first attempt stays in its history");
        (await shop.Admin.PostAsync($"{Shop.Deliveries}/{id}/retry")).ShouldBeProblem(HttpStatusCode.Conflict, "DeliveryState");
    }

    [Fact]
    public async Task What_happened_is_told_in_the_callers_language()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendAsync("carol");
        var english = await shop.DeliveryAsync(id, "skipped");
        var chinese = await shop.Admin.With("Accept-Language", "zh-CN,zh;q=0.9").GetAsync($"{Shop.Deliveries}/{id}");

        english["explanation"]!.ShouldContain("user");
        chinese["explanation"]!.ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");
        chinese["advice"]!.ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");
    }

    private static async Task<IReadOnlyList<Guid>> IdsAsync(Shop shop, string query)
        => [.. (await shop.Admin.GetAsync(Shop.Deliveries + query)).ShouldBe(HttpStatusCode.OK).Json["items"]!.AsArray().Select(d => Guid.Parse(d!["id"]!.ToString()))];
}
