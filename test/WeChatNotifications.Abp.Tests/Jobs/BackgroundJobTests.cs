using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Volo.Abp.BackgroundJobs;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.DistributedLocking;
using WeChatNotifications.Abp.Deliveries;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Jobs;

public sealed class BackgroundJobTests
{
    [Fact]
    public async Task The_hosts_jobs_carry_the_messages_where_it_wants_that()
    {
        var store = new RecordedJobs();
        await using var host = await StartAsync(store);
        host.Services.GetRequiredService<IOptions<DispatchOptions>>().Value.IsEnabled.ShouldBeFalse("the engine rests");

        var ids = new List<Guid>();
        foreach (var shop in new[] { host.North, host.South, host.North })
        {
            ids.Add((await host.Send(shop, Shop.Order(shop.NewUser()))).Single().DeliveryId);
        }

        await host.Until(host.North, ids[0], DeliveryStatus.Sent);
        await host.Until(host.South, ids[1], DeliveryStatus.Sent);
        await host.Until(host.North, ids[2], DeliveryStatus.Sent);
        store.Apps.ShouldContain(host.North.AppCredentialId);
        store.Apps.ShouldContain(host.South.AppCredentialId);
        host.Logs.Lines.ShouldNotContain(l => l.EventId.Id == 1001, "the engine has started");
    }

    [Fact]
    public async Task A_message_whose_time_comes_later_gets_its_job_then()
    {
        await using var host = await StartAsync(new RecordedJobs());

        var receipts = await host.Send(host.North, Shop.Order(host.North.NewUser()) with { NotBefore = DateTimeOffset.UtcNow.AddSeconds(1) });

        var sent = await host.Until(host.North, receipts.Single().DeliveryId, DeliveryStatus.Sent);
        sent.SentAt!.Value.ShouldBeGreaterThanOrEqualTo(sent.NotBefore);
    }

    [Fact]
    public async Task A_unit_of_work_that_fails_leaves_no_job()
    {
        var store = new RecordedJobs();
        await using var host = await StartAsync(store);

        await host.InUnitOfWork(host.North.Id, isTransactional: true, async services =>
        {
            await services.GetRequiredService<IWeChatNotifier>().SendAsync(Shop.Order(host.North.NewUser()));
            return false;
        });
        await host.Send(host.South, Shop.Order(host.South.NewUser()));
        await Eventually.Async(() => store.Apps.Contains(host.South.AppCredentialId), RunningAbpHost.Patience, "the other tenant's job");

        store.Apps.ShouldNotContain(host.North.AppCredentialId);
    }

    [Fact]
    public async Task A_job_sends_hundreds_each_once()
    {
        await using var host = await StartAsync(new RecordedJobs());
        var users = Enumerable.Range(0, 200).Select(i => $"north-{i}").ToList();

        await host.Send(host.North, Shop.Order("unused") with { To = NotificationRecipients.OpenIds(users) });

        await Eventually.Async(
            async () => (await host.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "Status" = $1""", (int)DeliveryStatus.Sent)).Single() == 200,
            RunningAbpHost.Patience, "all are sent");
        host.WeChat.Duplicates().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_for_a_paused_app_sends_nothing_and_its_messages_go_out_when_it_is_resumed()
    {
        await using var host = await StartAsync(new RecordedJobs());
        await host.As<IAppCredentialAppService, AppCredentialDto>(host.North.Id, s => s.PauseAsync(host.North.AppCredentialId, new(null, "stock-taking")));
        var id = (await host.Send(host.North, Shop.Order(host.North.NewUser()))).Single().DeliveryId;
        await using (var scope = host.Services.CreateAsyncScope())
        {
            (await scope.ServiceProvider.GetRequiredService<AppDeliveryRun>().RunAsync(host.North.AppCredentialId, CancellationToken.None)).ShouldBe(0);
        }

        (await host.Delivery(host.North, id)).Status.ShouldBe(DeliveryStatus.Pending);
        await host.As<IAppCredentialAppService, AppCredentialDto>(host.North.Id, s => s.ResumeAsync(host.North.AppCredentialId));

        await host.Until(host.North, id, DeliveryStatus.Sent);
    }

    private static Task<RunningAbpHost> StartAsync(RecordedJobs store) => RunningAbpHost.StartAsync(
        builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("WeChatNotifications:Abp:DeliverBy", "BackgroundJobs")]);
            builder.Services.Configure<AbpBackgroundJobWorkerOptions>(o => o.JobPollPeriod = 100);
        },
        services => services.AddSingleton<IBackgroundJobStore>(p =>
        {
            store.Use(p);
            return store;
        }));

    /// <summary>ABP's store in memory, which remembers what came in.</summary>
    private sealed class RecordedJobs : IBackgroundJobStore
    {
        private InMemoryBackgroundJobStore _store = null!;

        public ConcurrentBag<Guid> Apps { get; } = [];

        public void Use(IServiceProvider services) => _store = ActivatorUtilities.CreateInstance<InMemoryBackgroundJobStore>(services);

        public Task InsertAsync(BackgroundJobInfo jobInfo)
        {
            Apps.Add(JsonSerializer.Deserialize<WeChatDeliveryJobArgs>(jobInfo.JobArgs, JsonSerializerOptions.Web)!.AppCredentialId);
            jobInfo.JobName.ShouldBe("WeChatNotifications.Deliver");
            return _store.InsertAsync(jobInfo);
        }

        public Task<BackgroundJobInfo> FindAsync(Guid jobId) => _store.FindAsync(jobId);

        public Task<List<BackgroundJobInfo>> GetWaitingJobsAsync(string? applicationName, int maxResultCount)
            => _store.GetWaitingJobsAsync(applicationName, maxResultCount);

        public Task DeleteAsync(Guid jobId) => _store.DeleteAsync(jobId);

        public Task UpdateAsync(BackgroundJobInfo jobInfo) => _store.UpdateAsync(jobInfo);
    }
}
