using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Queue;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Statistics;

/// <summary>What the overview says of a tenant's waiting messages.</summary>
public sealed class BacklogTests() : QueueTests(QueueKind.PostgreSql)
{
    [Fact]
    public async Task What_waits_is_counted_of_the_tenant_over_all_apps_and_lanes()
    {
        var other = await World.AddAppAsync(Given.Tenant);
        var foreign = await World.AddAppAsync(Given.OtherTenant);
        var oldest = Now.AddHours(-2);
        await EnqueueAsync(Given.Delivery(App, "taken", now: Now.AddHours(-5)));
        await ClaimAsync();
        await EnqueueAsync(
            Given.Delivery(App), Given.Delivery(App, priority: DeliveryPriority.Bulk, now: Now.AddHours(-1)), Given.Delivery(other, priority: DeliveryPriority.Normal, now: oldest),
            Given.Delivery(other, notBefore: Now.AddMinutes(1)), Given.Delivery(foreign, now: Now.AddDays(-1)));

        (await BacklogAsync(max: 100)).ShouldBe(new DeliveryBacklog(Due: 3, Scheduled: 1, Sending: 1, oldest));
    }

    [Fact]
    public async Task Counting_stops_where_the_caller_says_but_the_oldest_is_still_the_oldest()
    {
        await EnqueueAsync(Enumerable.Range(0, 5).Select(i => Given.Delivery(App, $"o-{i}", now: Now.AddMinutes(-i))).ToList());
        await EnqueueAsync(Enumerable.Range(0, 4).Select(i => Given.Delivery(App, $"o-{i}", notBefore: Now.AddDays(1))).ToList());

        (await BacklogAsync(max: 3)).ShouldBe(new DeliveryBacklog(Due: 3, Scheduled: 3, Sending: 0, Now.AddMinutes(-4)));
    }

    [Fact]
    public async Task Nothing_waits_in_an_empty_log() => (await BacklogAsync(max: 3)).ShouldBe(default);

    private async Task<DeliveryBacklog> BacklogAsync(int max)
    {
        using (World.Tenant.Change(Given.Tenant))
        {
            return await World.UseAsync<IDeliveryStatisticsRepository, DeliveryBacklog>(s => s.GetBacklogAsync(Now, max, default));
        }
    }
}
