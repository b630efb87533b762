using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Application.Tests.Sending;
using WeChatNotifications.Jobs;
using WeChatNotifications.Permits;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Jobs;

/// <summary>The module's own jobs: once per interval in a cluster, and none held up by another.</summary>
public sealed class ModuleJobTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_do_a_job_once_per_interval()
    {
        await using var shop = await SendingWorld.A_shop();
        var job = new CountingJob(TimeSpan.FromHours(1));
        using var first = Node(shop, job);
        using var second = Node(shop, job);

        (await first.RunOnceAsync(job, Stop), await second.RunOnceAsync(job, Stop)).ShouldBe((true, false));
        shop.Clock.Advance(TimeSpan.FromMinutes(59));
        (await second.RunOnceAsync(job, Stop)).ShouldBeFalse();
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        (await second.RunOnceAsync(job, Stop)).ShouldBeTrue("whoever comes first");
        (await first.RunOnceAsync(job, Stop)).ShouldBeFalse();
        job.Runs.ShouldBe(2);
    }

    [Fact]
    public async Task While_a_long_job_runs_no_other_node_begins_it_and_a_dead_nodes_job_is_taken_over()
    {
        await using var shop = await SendingWorld.A_shop();
        var job = new CountingJob(TimeSpan.FromSeconds(1)) { Until = new TaskCompletionSource() };
        using var first = Node(shop, job);
        using var second = Node(shop, job);
        var running = first.RunOnceAsync(job, Stop);
        await Eventually.Async(() => job.Runs == 1, TimeSpan.FromSeconds(10), "it runs");

        for (var minute = 0; minute < 3; minute++)
        {
            for (var step = 0; step < 3; step++)
            {
                shop.Clock.Advance(TimeSpan.FromSeconds(20));
                var until = shop.Clock.GetUtcNow();
                await Eventually.Async(async () => await LeaseEndsAfter(shop, until), TimeSpan.FromSeconds(10), "the lease is prolonged");
            }

            (await second.RunOnceAsync(job, Stop)).ShouldBeFalse();
        }

        job.Until.SetResult();
        (await running).ShouldBeTrue();
        (await second.RunOnceAsync(job, Stop)).ShouldBeTrue("the interval is long over");

        // A node that died while it held the lease.
        await shop.Database.ExecuteAsync("""UPDATE "WeChatLeases" SET "Holder" = gen_random_uuid(), "Until" = $1""", shop.Now.AddMinutes(1).UtcDateTime);
        (await first.RunOnceAsync(job, Stop)).ShouldBeFalse();
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        (await first.RunOnceAsync(job, Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_job_that_fails_is_logged_by_name_and_comes_again_and_holds_up_no_other()
    {
        await using var shop = await SendingWorld.A_shop();
        var (bad, good) = (new CountingJob(TimeSpan.FromMinutes(5), "bad") { Fails = true }, new CountingJob(TimeSpan.FromMinutes(5), "good"));
        using var node = Node(shop, bad, good);
        await node.StartAsync(Stop);
        for (var round = 1; round <= 3; round++)
        {
            await Eventually.Async(() => good.Runs >= round && bad.Runs >= round, TimeSpan.FromSeconds(20), $"both have run {round} times");
            await Eventually.Async(
                () =>
                {
                    shop.Clock.Advance(TimeSpan.FromMinutes(5));
                    return good.Runs > round && bad.Runs > round;
                },
                TimeSpan.FromSeconds(20), "both run again");
        }

        await node.StopAsync(Stop);
    }

    [Fact]
    public async Task The_purge_removes_expired_form_ids_in_batches()
    {
        await using var shop = await SendingWorld.A_shop();
        var expired = shop.Now.AddDays(-8);
        var records = Enumerable.Range(0, 25).Select(i => FormIdRecord.Collect(
            shop.TenantId, shop.App.Id, "o-alice", $"f{i}", FormIdKind.FormId, 1, i < 23 ? expired : shop.Now, TimeSpan.FromDays(7), shop.Now)).ToList();
        await shop.InScope(s => s.GetRequiredService<IFormIdStore>().CollectAsync(records, 100, Stop));
        var job = new FormIdPurgeJob(shop.Services.GetRequiredService<IServiceScopeFactory>(), Options.Create(new PermitOptions { PurgeBatch = 10 }), shop.Clock);

        await job.RunAsync(Stop);

        (await shop.Database.QueryAsync<string>("""SELECT "FormId" FROM "WeChatFormIdRecords" ORDER BY 1""")).ShouldBe(["f23", "f24"]);
        shop.Services.GetServices<IModuleJob>().ShouldContain(j => j.Name == job.Name);
    }

    private static async Task<bool> LeaseEndsAfter(SendingWorld shop, DateTimeOffset moment)
        => (await shop.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatLeases" WHERE "Until" > $1""", moment.AddSeconds(39).UtcDateTime)).Single() == 1;

    private static ModuleJobRunner Node(SendingWorld shop, params IModuleJob[] jobs) => JobNodes.Node(shop, new JobRequests(), jobs);
}
