using System.Diagnostics;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Application.Tests.Tenancy;

/// <summary>What the host allows a tenant, kept by the engine.</summary>
public sealed class TenantVolumeTests
{
    [Fact]
    public async Task Above_the_days_volume_messages_wait_for_the_next_day_without_losing_an_attempt()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await LimitAsync(host, given, volume: 20);

        var receipts = await host.SendOrders(WeChatFixture.Users(50));
        await host.UntilCount(DeliveryStatus.Sent, 20);
        await WeChatNotifications.Testing.Eventually.Async(async () => await PutOffAsync(given) == 30, EngineHost.Patience, "the others are put off");

        given.SendCalls().ShouldBe(20);
        var limits = await host.As<ITenantLimitsAppService, TenantLimitsDto>(given.Tenant, s => s.GetOwnAsync());
        (limits.DailyVolume, limits.SentToday).ShouldBe((20, 20));
        foreach (var receipt in receipts)
        {
            var delivery = await host.Delivery(receipt.DeliveryId);
            if (delivery.Status == DeliveryStatus.Pending)
            {
                (delivery.Reason, delivery.Attempts, delivery.NotBefore).ShouldBe((DeliveryReason.TenantQuota, 0, limits.DayEndsAt));
            }
        }
    }

    [Fact]
    public async Task A_greater_volume_lets_go_at_once_what_was_put_off()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await LimitAsync(host, given, volume: 1);
        await host.SendOrders(WeChatFixture.Users(10));
        await WeChatNotifications.Testing.Eventually.Async(async () => await PutOffAsync(given) == 9, EngineHost.Patience, "nine are put off");

        await LimitAsync(host, given, volume: 8);

        await host.UntilCount(DeliveryStatus.Sent, 8);
        await WeChatNotifications.Testing.Eventually.Async(async () => await PutOffAsync(given) == 2, EngineHost.Patience, "two are put off again");
        given.WeChat.Report().Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task The_next_day_brings_a_new_volume()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await LimitAsync(host, given, volume: 5);
        await host.SendOrders(WeChatFixture.Users(9));
        await WeChatNotifications.Testing.Eventually.Async(async () => await PutOffAsync(given) == 4, EngineHost.Patience, "four are put off");

        var toMidnight = BeijingDay.EndOf(given.Time.GetUtcNow()) - given.Time.GetUtcNow() + TimeSpan.FromSeconds(1);
        given.WeChat.AdvanceClock(toMidnight);
        given.Time.Shift(toMidnight);

        await host.UntilCount(DeliveryStatus.Sent, 9);
    }

    [Fact]
    public async Task A_tenants_rate_spaces_its_messages()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await LimitAsync(host, given, rate: 20);
        var watch = Stopwatch.StartNew();

        await host.SendOrders(WeChatFixture.Users(30));
        await host.UntilCount(DeliveryStatus.Sent, 30);

        // 30 messages at 20 a second, of which a rest has saved up two.
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(1.3));
    }

    private static Task<TenantLimitsDto> LimitAsync(EngineHost host, WeChatFixture given, int? volume = null, int? rate = null)
        => host.As<ITenantLimitsAppService, TenantLimitsDto>(null, s => s.SetAsync(given.Tenant!.Value, new() { DailyVolume = volume, SendsPerSecond = rate }));

    private static async Task<long> PutOffAsync(WeChatFixture given)
        => (await given.Database.QueryAsync<long>(
            """SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "Status" = $1 AND "Reason" = $2 AND "NotBefore" > $3""",
            (int)DeliveryStatus.Pending, (int)DeliveryReason.TenantQuota, given.Time.GetUtcNow())).Single();
}
