using System.Globalization;
using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Permits;

public sealed class GrantTests(RunningHost host)
{
    [Fact]
    public async Task What_users_decided_is_noted_and_shown()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        await ReportAsync(shop, ("alice", "accepted", 3), ("bob", "rejected", 1), ("alice", "accepted", 2));

        var grants = (await shop.Admin.GetAsync(Shop.Grants)).ShouldBe(HttpStatusCode.OK).Json["items"]!.AsArray();
        grants.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g!["openId"]} {g["remaining"]} {g["allowsSending"]} {g["lastDecision"]}"))
            .Order(StringComparer.Ordinal).ShouldBe(["alice 5 true accepted", "bob 0 false rejected"]);
    }

    [Fact]
    public async Task Grants_are_found_by_user_and_by_template()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        await ReportAsync(shop, ("alice", "accepted", 1), ("bob", "accepted", 1), ("carol", "accepted", 1));

        (await OpenIdsAsync(shop, "?openId=alice&openId=carol")).ShouldBe(["alice", "carol"]);
        (await OpenIdsAsync(shop, "?template=order-paid")).Count.ShouldBe(3);
        (await OpenIdsAsync(shop, $"?template={Shop.WeChatTemplate}")).Count.ShouldBe(3);
        (await OpenIdsAsync(shop, "?template=no-such-template")).ShouldBeEmpty();
        (await OpenIdsAsync(shop, $"?appCredentialId={shop.CredentialId}&openId=bob")).ShouldBe(["bob"]);
    }

    [Fact]
    public async Task Grants_are_read_page_by_page()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        await ReportAsync(shop, [.. Enumerable.Range(0, 25).Select(i => ($"user-{i:00}", "accepted", 1))]);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await shop.Admin.GetAsync($"{Shop.Grants}?pageSize=10&cursor={cursor}")).ShouldBe(HttpStatusCode.OK).Json;
            seen.AddRange(page["items"]!.AsArray().Select(g => g!["openId"]!.ToString()));
            cursor = page["next"]?.ToString();
        }
        while (cursor is not null);

        seen.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 25).Select(i => $"user-{i:00}"));
    }

    [Fact]
    public async Task A_report_with_one_fault_notes_nothing()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        var answer = await shop.Admin.PostAsync(Shop.Grants, new
        {
            AppCredentialId = shop.CredentialId,
            Decisions = new object[]
            {
                new { OpenId = "alice", Template = "order-paid", Decision = "accepted" },
                new { OpenId = "", Template = "no-such-template", Decision = "accepted", Accepts = 1000 },
                new { OpenId = "bob", Template = "order-paid" },
            },
        });
        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.Order(StringComparer.Ordinal)
            .ShouldBe(["decisions[1].accepts: OutOfRange", "decisions[1].openId: Required", "decisions[1].template: Unknown", "decisions[2].decision: Required"]);
        (await OpenIdsAsync(shop, "")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_was_sent_is_taken_off_the_balance()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        await ReportAsync(shop, ("alice", "accepted", 3));
        var id = (await shop.Admin.PostAsync(Shop.Notifications, Shop.Message("alice"))).ShouldBe(HttpStatusCode.Accepted)
            .Json["receipts"]![0]!["deliveryId"]!.ToString();
        await shop.DeliveryAsync(Guid.Parse(id), "sent");

        (await shop.Admin.GetAsync(Shop.Grants)).Json["items"]![0]!["remaining"]!.GetValue<int>().ShouldBe(2);
    }

    private static async Task ReportAsync(Shop shop, params (string OpenId, string Decision, int Accepts)[] decisions)
        => (await shop.Admin.PostAsync(Shop.Grants, new
        {
            AppCredentialId = shop.CredentialId,
            Decisions = decisions.Select(d => new { d.OpenId, Template = "order-paid", d.Decision, d.Accepts }),
        })).ShouldBe(HttpStatusCode.NoContent);

    private static async Task<IReadOnlyList<string>> OpenIdsAsync(Shop shop, string query)
        => [.. (await shop.Admin.GetAsync(Shop.Grants + query)).ShouldBe(HttpStatusCode.OK).Json["items"]!.AsArray()
            .Select(g => g!["openId"]!.ToString()).Order(StringComparer.Ordinal)];
}
