using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.DistributedLocking;
using WeChatNotifications.Abp.Jobs;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Jobs;
using WeChatNotifications.Permits;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Jobs;

public sealed class ModuleJobTests
{
    private const string Purge = "form-id-purge";

    [Fact]
    public async Task Every_job_of_the_module_has_a_worker_and_none_runs_as_a_hosted_service()
    {
        await using var host = await RunningAbpHost.StartAsync();

        host.Services.GetServices<IHostedService>().ShouldNotContain(s => s is ModuleJobRunner);
        var jobs = host.Services.GetServices<IModuleJob>().ToList();
        jobs.Count.ShouldBeGreaterThanOrEqualTo(4);
        await Eventually.Async(
            async () => (await LeasesAsync(host.Database)).Order(StringComparer.Ordinal).SequenceEqual(jobs.Select(j => "job:" + j.Name).Order(StringComparer.Ordinal)),
            RunningAbpHost.Patience, "each has run once");
    }

    [Fact]
    public async Task A_job_is_done_by_the_node_that_has_the_lock_and_once_per_interval()
    {
        await using var host = await RunningAbpHost.StartAsync();
        var worker = await RunOnceAtStartAsync(host, host.Database);
        var locks = host.Services.GetRequiredService<IAbpDistributedLock>();

        await ExpiredFormIdAsync(host, host.North, host.Database);
        await ForgetLeaseAsync(host.Database);
        await using (await locks.TryAcquireAsync(ModuleJobWorker<FormIdPurgeJob>.LockName(Purge, DeliveryPartition.Host), RunningAbpHost.Patience))
        {
            await worker.RunOnceAsync(TestContext.Current.CancellationToken);
            (await CountAsync(host.Database)).ShouldBe(1, "another node has the lock");
        }

        await worker.RunOnceAsync(TestContext.Current.CancellationToken);
        (await CountAsync(host.Database)).ShouldBe(0);

        await ExpiredFormIdAsync(host, host.North, host.Database);
        await host.Database.ExecuteAsync("""UPDATE "WeChatLeases" SET "Holder" = gen_random_uuid() WHERE "Name" = $1""", "job:" + Purge);
        await worker.RunOnceAsync(TestContext.Current.CancellationToken);
        (await CountAsync(host.Database)).ShouldBe(1, "another node has done it within the interval");
    }

    [Fact]
    public async Task A_tenants_own_database_is_served_too()
    {
        await using var own = await TestDatabase.CreateEmptyAsync();
        await using var host = await RunningAbpHost.StartAsync(b => b.Configuration.AddInMemoryCollection([new("Tenants:1:ConnectionStrings:Default", own.ConnectionString)]));
        var worker = await RunOnceAtStartAsync(host, own);

        await ExpiredFormIdAsync(host, host.South, own);
        await ForgetLeaseAsync(own);
        await worker.RunOnceAsync(TestContext.Current.CancellationToken);

        (await CountAsync(own)).ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_of_the_hosts_side_has_a_job_run_between_its_times_in_every_database()
    {
        await using var own = await TestDatabase.CreateEmptyAsync();
        await using var host = await RunningAbpHost.StartAsync(b => b.Configuration.AddInMemoryCollection([new("Tenants:1:ConnectionStrings:Default", own.ConnectionString)]));
        await RunOnceAtStartAsync(host, own);
        await RunOnceAtStartAsync(host, host.Database);
        await ExpiredFormIdAsync(host, host.North, host.Database);
        await ExpiredFormIdAsync(host, host.South, own);
        using var operators = host.Caller("host-all");

        var asked = await operators.PostJson($"jobs/{Purge}/run");

        asked.EnumerateArray().Select(j => j.Text("database")).ShouldBe([DeliveryPartition.Host.Name, host.South.Name]);
        await Eventually.Async(async () => await CountAsync(host.Database) + await CountAsync(own) == 0, RunningAbpHost.Patience, "both are purged");
        await Eventually.Async(
            async () => (await operators.GetJson("jobs")).EnumerateArray().Where(j => j.Text("name") == Purge)
                .All(j => j.Text("lastCount") == "1" && j.GetProperty("runRequestedAt").ValueKind == JsonValueKind.Null),
            RunningAbpHost.Patience, "both have said so");
        (await operators.PostAsync(ApiCalls.Address("jobs/nothing/run"), null).RefusalAsync()).ShouldBe((HttpStatusCode.NotFound, WeChatNotificationsErrorCodes.NotFound));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_without_workers_or_without_jobs_does_none(bool withoutWorkers)
    {
        await using var host = await RunningAbpHost.StartAsync(builder =>
        {
            builder.Services.Configure<AbpBackgroundWorkerOptions>(o => o.IsEnabled = !withoutWorkers);
            builder.Configuration.AddInMemoryCollection([new("WeChatNotifications:Jobs:IsEnabled", withoutWorkers ? "true" : "false")]);
        });

        // The others are given as much time as a job takes.
        await ExpiredFormIdAsync(host, host.North, host.Database);
        await using var working = await RunningAbpHost.StartAsync();
        await RunOnceAtStartAsync(working, working.Database);

        (await LeasesAsync(host.Database)).ShouldBeEmpty();
        (await CountAsync(host.Database)).ShouldBe(1);
    }

    private static async Task<ModuleJobWorker<FormIdPurgeJob>> RunOnceAtStartAsync(RunningAbpHost host, TestDatabase database)
    {
        await Eventually.Async(async () => (await LeasesAsync(database)).Contains("job:" + Purge), RunningAbpHost.Patience, "the job of the start");
        var worker = host.Services.GetRequiredService<ModuleJobWorker<FormIdPurgeJob>>();
        await worker.RunOnceAsync(TestContext.Current.CancellationToken);
        return worker;
    }

    private static async Task ExpiredFormIdAsync(RunningAbpHost host, Shop shop, TestDatabase database)
    {
        var report = await host.As<IFormIdAppService, FormIdReportResultDto>(shop.Id, s => s.ReportAsync(new ReportFormIdsDto
        {
            AppCredentialId = shop.AppCredentialId,
            Items = [new() { OpenId = shop.NewUser(), FormId = Guid.NewGuid().ToString("N") }],
        }));
        report.Accepted.ShouldBe(1);
        await database.ExecuteAsync("""UPDATE "WeChatFormIdRecords" SET "ExpiresAt" = now() - interval '1 hour'""");
    }

    private static Task<int> ForgetLeaseAsync(TestDatabase database) => database.ExecuteAsync("""DELETE FROM "WeChatLeases" WHERE "Name" = $1""", "job:" + Purge);

    private static async Task<long> CountAsync(TestDatabase database) => (await database.QueryAsync<long>("""SELECT count(*) FROM "WeChatFormIdRecords" """)).Single();

    private static Task<IReadOnlyList<string>> LeasesAsync(TestDatabase database) => database.QueryAsync<string>("""SELECT "Name" FROM "WeChatLeases" WHERE "Name" LIKE 'job:%'""");
}
