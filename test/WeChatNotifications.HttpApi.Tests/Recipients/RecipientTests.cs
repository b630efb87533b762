using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Recipients;
using WeChatNotifications.Sending;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.HttpApi.Tests.Recipients;

public sealed class RecipientTests(RunningHost host)
{
    [Fact]
    public async Task Recipients_are_linked_found_and_unlinked()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.LinkAsync("alice", "42");
        await shop.LinkAsync("bob", "43");

        var alice = (await shop.Admin.GetAsync($"{Shop.Recipients}/{id}")).ShouldBe(HttpStatusCode.OK);
        (alice["openId"], alice["userId"], alice["isSubscribed"]).ShouldBe(("alice", "42", null));
        (await FoundAsync(shop, "?userId=43")).ShouldBe(["bob 43"]);
        (await FoundAsync(shop, "?openId=alice")).ShouldBe(["alice 42"]);
        (await FoundAsync(shop, $"?appCredentialId={shop.CredentialId}")).ShouldBe(["alice 42", "bob 43"]);
        (await FoundAsync(shop, "?unionId=u&isSubscribed=true")).ShouldBeEmpty();

        (await shop.Admin.PutAsync(Shop.Recipients + "/links", new { AppCredentialId = shop.CredentialId, OpenId = "alice", UserId = (string?)null })).ShouldBe(HttpStatusCode.OK)["userId"].ShouldBeNull();
        (await shop.LinkAsync("alice", "44")).ShouldBe(id);
        (await FoundAsync(shop, "")).ShouldBe(["alice 44", "bob 43"]);
    }

    [Fact]
    public async Task Recipients_are_read_page_by_page()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        for (var i = 0; i < 7; i++)
        {
            await shop.LinkAsync($"user-{i}", $"{i}");
        }

        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await shop.Admin.GetAsync($"{Shop.Recipients}?pageSize=3&cursor={cursor}")).ShouldBe(HttpStatusCode.OK).Json;
            seen.AddRange(page["items"]!.AsArray().Select(r => r!["openId"]!.ToString()));
            cursor = page["next"]?.ToString();
        }

        seen.ShouldBe(Enumerable.Range(0, 7).Select(i => $"user-{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_said_all_at_once()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PutAsync(Shop.Recipients + "/links", new { OpenId = "", UserId = new string('x', 129) }))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["openId: Required", "userId: TooLong", "appCredentialId: Required"]);
        (await shop.Admin.PutAsync(Shop.Recipients + "/links", new { AppCredentialId = Guid.NewGuid(), OpenId = "o" }))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appCredentialId: Unknown"]);
        (await shop.Admin.GetAsync(Shop.Recipients + "?pageSize=0&cursor=x&isSubscribed=true"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["pageSize: OutOfRange", "cursor: Unknown"]);
        (await shop.Admin.GetAsync(Shop.Recipients + "?isSubscribed=perhaps&userid2=1"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["userid2: UnknownProperty", "isSubscribed: JsonType"]);
    }

    [Fact]
    public async Task Whoever_was_linked_is_reached_by_their_user_id()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await shop.LinkAsync("alice", "42");
        using var tenant = host.App.Services.GetRequiredService<IAmbientTenant>().Change(shop.TenantId);
        await using var scope = host.App.Services.CreateAsyncScope();
        var receipt = (await scope.ServiceProvider.GetRequiredService<IWeChatNotifier>().SendAsync(new Notification
        {
            Template = "order-paid",
            To = NotificationRecipients.UserId("42"),
            Data = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["orderNo"] = "A1",
                ["product"] = "龙井茶",
                ["amount"] = 12.5m,
                ["paidAt"] = "2026-11-21T15:30:00+08:00",
                ["orderId"] = "7",
            },
        })).ShouldHaveSingleItem();
        (await shop.DeliveryAsync(receipt.DeliveryId, "sent"))["openId"].ShouldBe("alice");
    }

    [Fact]
    public async Task The_hosts_own_code_links_by_appid_and_is_told_everything_that_is_wrong()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var tenant = host.App.Services.GetRequiredService<IAmbientTenant>().Change(shop.TenantId);
        await using var scope = host.App.Services.CreateAsyncScope();
        var recipients = scope.ServiceProvider.GetRequiredService<IWeChatRecipients>();
        await recipients.LinkAsync("42", shop.AppId, "alice");
        (await FoundAsync(shop, "")).ShouldBe(["alice 42"]);
        await recipients.UnlinkAsync(shop.AppId, "alice");
        (await FoundAsync(shop, "")).ShouldBe(["alice "]);

        var broken = await Should.ThrowAsync<Exception>(() => recipients.LinkAsync("", "wx-nobody", ""));
        broken.Message.ShouldBe("Not accepted: userId: Rule.Required; openId: Rule.Required; appId: Rule.Unknown.");
    }

    private static async Task<IReadOnlyList<string>> FoundAsync(Shop shop, string query)
        => [.. (await shop.Admin.GetAsync(Shop.Recipients + query)).ShouldBe(HttpStatusCode.OK).Json["items"]!.AsArray().Select(r => $"{r!["openId"]} {r["userId"]}").Order(StringComparer.Ordinal)];
}
