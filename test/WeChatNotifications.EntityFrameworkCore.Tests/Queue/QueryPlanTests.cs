using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Queue;

/// <summary>What the engine asks all the time never reads a whole log of 200,000 rows, of which most are long finished.</summary>
public sealed class QueryPlanTests(BigLog log) : IClassFixture<BigLog>
{
    public static TheoryData<string> Calls => ["claim", "find apps", "renew", "reap", "record", "backlog", "backlog of a tenant", "enqueue", "cancel of app", "list of a user", "list of a tenant",
        "search by user id", "search by dedup key", "search by message id", "search by broadcast", "search by error", "search by reason", "count of a user"];

    public static TheoryData<string> Searches => ["openid", "unknown openid", "user id", "dedup key", "message id", "error", "reason"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Nothing_the_engine_or_a_person_asks_often_scans_the_log(string call)
    {
        await using var scope = log.Services.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<IDeliveryQueue>();
        var repository = scope.ServiceProvider.GetRequiredService<IDeliveryLogRepository>();
        var claimed = Given.Delivery(log.Apps[0]);
        using (log.Tenant.Change(Given.Tenant))
        {
            var plans = await log.ExplainAsync(() => call switch
            {
                "claim" => queue.ClaimAsync(new DeliveryClaim(log.Apps[0].Id, Guid.NewGuid(), 256, Given.Now, Given.Now.AddMinutes(1)), default),
                "find apps" => queue.FindAppsWithWorkAsync(Given.Now, default),
                "renew" => queue.RenewAsync([Guid.NewGuid()], Given.Now, Given.Now.AddMinutes(1), default),
                "reap" => queue.ReapAsync(Given.Now, 5, TimeSpan.FromMinutes(1), default),
                "record" => queue.RecordAsync([new DeliveryOutcome(claimed, Guid.NewGuid(), [])], default),
                "backlog" => queue.GetBacklogAsync(Given.Now, default),
                "backlog of a tenant" => scope.ServiceProvider.GetRequiredService<IDeliveryStatisticsRepository>().GetBacklogAsync(Given.Now, 100_000, default),
                "enqueue" => queue.EnqueueAsync([Given.Delivery(log.Apps[0], key: "order-7"), Given.Delivery(log.Apps[0], key: "order-7")], default),
                "cancel of app" => repository.CancelWaitingOfAppAsync(log.Apps[0].Id, Given.Now, default),
                "list of a user" => repository.ListAsync(new DeliveryFilter { OpenId = "o-17" }, null, 50, default),
                "search by user id" => SearchAsync(new() { UserId = "user-1" }),
                "search by dedup key" => SearchAsync(new() { DedupKey = "order-77" }),
                "search by message id" => SearchAsync(new() { WeChatMessageId = 4_242 }),
                "search by broadcast" => SearchAsync(new() { BroadcastId = Guid.NewGuid() }),
                "search by error" => SearchAsync(new() { ErrorCode = 47003 }),
                "search by reason" => SearchAsync(new() { Reasons = [DeliveryReason.ContentRejected] }),
                "count of a user" => repository.CountAsync(new DeliveryFilter { OpenId = "o-17" }, default),
                _ => SearchAsync(new()),
            });

            Task<IReadOnlyList<DeliveryLog>> SearchAsync(DeliveryFilter filter) => repository.ListAsync(filter, null, 50, default);

            plans.ShouldContain(plan => plan.Contains("WeChatDeliveryLogs", StringComparison.Ordinal));
            plans.ShouldAllBe(plan => !plan.Contains("Seq Scan on \"WeChatDeliveryLogs\"", StringComparison.Ordinal), string.Join("\n\n", plans));
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task What_people_look_for_is_found_without_walking_through_the_log(string what)
    {
        await using var scope = log.Services.CreateAsyncScope();
        var repository = scope.ServiceProvider.GetRequiredService<IDeliveryLogRepository>();
        DeliveryFilter filter = what switch
        {
            "openid" => new() { OpenId = "o-17" },
            "unknown openid" => new() { OpenId = "o-nobody" },
            "user id" => new() { UserId = "user-1" },
            "dedup key" => new() { DedupKey = "order-77" },
            "message id" => new() { WeChatMessageId = 4_242 },
            "error" => new() { ErrorCode = 47003 },
            _ => new() { Reasons = [DeliveryReason.ContentRejected] },
        };

        using (log.Tenant.Change(Given.Tenant))
        {
            foreach (var plan in await log.ExplainAsync(() => repository.ListAsync(filter, null, 51, default)))
            {
                BuffersOf(plan).ShouldBeLessThan(200, plan);
            }
        }
    }

    [Fact]
    public async Task A_million_scheduled_rows_would_not_slow_down_the_look_for_work()
    {
        // 40,000 of them here, all of one app, and none due: some 200 index pages that nobody may walk through. What other tests
        // have claimed meanwhile is cleared away.
        await log.Database.ExecuteAsync("""vacuum (index_cleanup on) "WeChatDeliveryLogs" """);
        await using var scope = log.Services.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<IDeliveryQueue>();

        foreach (var plan in await log.ExplainAsync(() => queue.FindAppsWithWorkAsync(Given.Now, default)))
        {
            BuffersOf(plan).ShouldBeLessThan(100, plan);
        }

        foreach (var plan in await log.ExplainAsync(
            () => queue.ClaimAsync(new DeliveryClaim(log.Apps[1].Id, Guid.NewGuid(), 256, Given.Now, Given.Now.AddMinutes(1)), default)))
        {
            BuffersOf(plan).ShouldBeLessThan(100, plan);
        }

        // Whoever looks at the overview neither, however often.
        using (log.Tenant.Change(Given.Tenant))
        {
            var statistics = scope.ServiceProvider.GetRequiredService<IDeliveryStatisticsRepository>();
            foreach (var plan in await log.ExplainAsync(() => statistics.GetBacklogAsync(Given.Now, 50, default)))
            {
                BuffersOf(plan).ShouldBeLessThan(100, plan);
            }
        }
    }

    private static int BuffersOf(string plan)
    {
        var top = plan.Split('\n').First(line => line.Contains("Buffers:", StringComparison.Ordinal));
        return top.Split(' ').Where(word => word.StartsWith("hit=", StringComparison.Ordinal) || word.StartsWith("read=", StringComparison.Ordinal))
            .Sum(word => int.Parse(word.Split('=')[1], CultureInfo.InvariantCulture));
    }
}
