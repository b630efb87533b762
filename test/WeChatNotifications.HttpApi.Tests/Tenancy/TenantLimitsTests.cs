using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Tenancy;

public sealed class TenantLimitsTests(RunningHost host)
{
    private const string Own = RunningHost.Api + "/limits";

    [Fact]
    public async Task The_host_sets_limits_that_the_tenant_sees_and_cannot_change()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var caller = await host.OperatorAsync();
        (await caller.GetAsync(Of(shop))).ShouldBe(HttpStatusCode.OK)["dailyVolume"].ShouldBeNull();

        var set = (await caller.PutAsync(Of(shop), new { DailyVolume = 2, SendsPerSecond = 50, LogRetentionDays = 30 })).ShouldBe(HttpStatusCode.OK);
        set["dailyVolume"].ShouldBe("2");

        var own = (await shop.Admin.GetAsync(Own)).ShouldBe(HttpStatusCode.OK);
        (own["dailyVolume"], own["sendsPerSecond"], own["logRetentionDays"], own["sentToday"], own["tenantId"]).ShouldBe(("2", "50", "30", "0", shop.TenantId.ToString()));
        (await shop.Admin.PutAsync(Of(shop), new { DailyVolume = 1_000 })).ShouldBe(HttpStatusCode.Forbidden);
        (await shop.Admin.GetAsync(RunningHost.Api + "/audit?kind=tenantLimits")).Json["items"]!.AsArray().ShouldHaveSingleItem()!["action"]!.ToString().ShouldBe("created");
    }

    [Fact]
    public async Task Above_the_volume_a_message_waits_and_says_why()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await (await host.OperatorAsync()).PutAsync(Of(shop), new { DailyVolume = 1 });
        await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");

        var second = await shop.SendAsync("alice", orderNo: "A2");

        var waiting = await Eventually.GetAsync(
            async () => await shop.DeliveryAsync(second) is { } d && d["reason"] == "tenantQuota" ? d : null, TimeSpan.FromSeconds(20), "the second one waits");
        waiting["status"].ShouldBe("pending");
        waiting["attempts"].ShouldBe("0");
        (await shop.Admin.GetAsync(Own))["sentToday"].ShouldBe("1");
        DateTimeOffset.Parse(waiting["notBefore"]!, System.Globalization.CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(8)).TimeOfDay.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Limits_out_of_range_are_refused_all_at_once_and_an_old_stamp_too()
    {
        var shop = await host.NewShopAsync();
        var caller = await host.OperatorAsync();
        (await caller.PutAsync(Of(shop), new { DailyVolume = 0, SendsPerSecond = -1, LogRetentionDays = 9_999 }))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.Order().ShouldBe(["dailyVolume: OutOfRange", "logRetentionDays: OutOfRange", "sendsPerSecond: OutOfRange"]);

        var first = await caller.PutAsync(Of(shop), new { DailyVolume = 5 });
        (await caller.PutAsync(Of(shop), new { DailyVolume = 6, ConcurrencyStamp = first["concurrencyStamp"] })).ShouldBe(HttpStatusCode.OK);
        (await caller.PutAsync(Of(shop), new { DailyVolume = 7, ConcurrencyStamp = first["concurrencyStamp"] })).ShouldBeProblem(HttpStatusCode.Conflict, "ConcurrencyConflict");
        (await caller.PutAsync(Of(shop), new { })).ShouldBe(HttpStatusCode.OK)["dailyVolume"].ShouldBeNull();
    }

    private static string Of(Shop shop) => $"{RunningHost.Api}/tenants/{shop.TenantId}/limits";
}
