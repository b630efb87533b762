using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;
using static WeChatNotifications.Application.Tests.Sending.SendingWorld;

namespace WeChatNotifications.Application.Tests.Sending;

public sealed class DedupTests
{
    [Fact]
    public async Task A_repeat_is_answered_with_the_first_delivery_as_it_stands_now()
    {
        await using var shop = await A_shop();
        var first = await shop.SendOne(Order() with { DedupKey = "order-1" });
        await shop.Database.ExecuteAsync("UPDATE \"WeChatDeliveryLogs\" SET \"Status\" = $1", (int)DeliveryStatus.Sent);

        var second = await shop.SendOne(Order(product: "Coffee") with { DedupKey = "order-1" });

        second.ShouldBe(new NotificationReceipt(first.DeliveryId, "o-alice", DeliveryStatus.Sent, IsDuplicate: true));
        (await shop.OnlyDelivery()).Data.ShouldContain("Tea");
        shop.Woken.Count.ShouldBe(1, "A repeat brings no work.");
    }

    [Fact]
    public async Task The_same_key_twice_in_one_call_is_one_message()
    {
        await using var shop = await A_shop();

        var receipts = await shop.Send(Order() with { DedupKey = "order-1" }, Order("o-bob"), Order() with { DedupKey = "order-1" });

        (await shop.Queue()).Count.ShouldBe(2);
        receipts.Select(r => r.IsDuplicate).ShouldBe([false, false, true]);
        receipts[2].DeliveryId.ShouldBe(receipts[0].DeliveryId);
    }

    [Fact]
    public async Task Each_of_several_recipients_has_the_key_to_himself()
    {
        await using var shop = await A_shop();
        var news = Order(NotificationRecipients.OpenIds(["o-alice", "o-bob"])) with { DedupKey = "news-7" };
        var first = await shop.Send(news);

        var second = await shop.Send(news with { To = NotificationRecipients.OpenIds(["o-bob", "o-carol"]) });

        first.ShouldAllBe(r => !r.IsDuplicate);
        second.Select(r => (r.OpenId, r.IsDuplicate)).ShouldBe([("o-bob", true), ("o-carol", false)]);
        second[0].DeliveryId.ShouldBe(first[1].DeliveryId);
        (await shop.Queue()).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_blank_key_is_no_key(string? key)
    {
        await using var shop = await A_shop();

        await shop.Send(Order() with { DedupKey = key });
        await shop.Send(Order() with { DedupKey = key });

        (await shop.Queue()).ShouldAllBe(d => d.DedupKey == null);
        (await shop.Queue()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Blanks_around_a_key_do_not_count_and_letter_case_does()
    {
        await using var shop = await A_shop();

        await shop.Send(Order() with { DedupKey = "order-1" });
        (await shop.SendOne(Order() with { DedupKey = " order-1\t" })).IsDuplicate.ShouldBeTrue();
        (await shop.SendOne(Order() with { DedupKey = "Order-1" })).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Tenants_do_not_share_keys()
    {
        await using var shop = await A_shop();
        await shop.Send(Order() with { DedupKey = "order-1" });

        using var other = shop.Tenant.Change(Guid.NewGuid());
        var app = await shop.AddApp("wx0000000000000002", new());
        await shop.AddTemplate("order-paid", t => t with { AppCredentialId = app.Id });

        (await shop.SendOne(Order() with { DedupKey = "order-1" })).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Twenty_at_once_with_one_key_make_one_message()
    {
        await using var shop = await A_shop();

        var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.SendOne(Order() with { DedupKey = "order-1" })));

        receipts.Count(r => !r.IsDuplicate).ShouldBe(1);
        receipts.Select(r => r.DeliveryId).Distinct().ShouldHaveSingleItem().ShouldBe((await shop.OnlyDelivery()).Id);
    }

    [Fact]
    public async Task The_longest_key_and_the_longest_openid_fit_together()
    {
        await using var shop = await A_shop();
        var users = NotificationRecipients.OpenIds([new string('a', DeliveryLimits.OpenIdLength), new string('b', DeliveryLimits.OpenIdLength)]);

        var receipts = await shop.Send(Order(users) with { DedupKey = new('键', DeliveryLimits.DedupKeyLength) });

        receipts.Count.ShouldBe(2);
    }
}
