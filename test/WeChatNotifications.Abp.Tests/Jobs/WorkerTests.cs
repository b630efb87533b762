using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.DistributedLocking;
using WeChatNotifications.Abp.Deliveries;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Jobs;

public sealed class WorkerTests
{
    [Fact]
    public async Task The_modules_jobs_are_workers_of_ABP_and_not_hosted_services()
    {
        await using var host = await RunningAbpHost.StartAsync();

        host.Services.GetServices<IHostedService>().ShouldNotContain(s => s is BacklogMonitor);
        await Eventually.Async(() => host.Services.GetRequiredService<BacklogMonitor>().OldestAge is not null, RunningAbpHost.Patience, "the backlog is measured");
        host.Services.GetRequiredService<IOptions<DispatchOptions>>().Value.TakesBackLapsedClaims.ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_of_a_node_that_died_is_taken_back_and_sent_and_only_by_the_node_that_has_the_lock()
    {
        await using var host = await RunningAbpHost.StartAsync(b => b.Configuration.AddInMemoryCollection(
            [new("WeChatNotifications:Dispatch:Lease", "00:00:05"), new("WeChatNotifications:Api:Timeout", "00:00:01")]));
        var user = host.North.NewUser();
        var id = (await host.Send(host.North, Shop.Order(user))).Single().DeliveryId;
        await host.Until(host.North, id, DeliveryStatus.Sent);
        var locks = host.Services.GetRequiredService<IAbpDistributedLock>();
        await using (await locks.TryAcquireAsync("WeChatNotifications.LapsedDeliveries", RunningAbpHost.Patience))
        {
            await host.Database.ExecuteAsync(
                """
                UPDATE "WeChatDeliveryLogs" SET "Status" = $2, "ClaimToken" = gen_random_uuid(), "LeaseUntil" = now() - interval '1 second', "SentAt" = NULL, "FinishedAt" = NULL
                WHERE "Id" = $1
                """,
                id, (int)DeliveryStatus.Sending);
            await using var scope = host.Services.CreateAsyncScope();
            var worker = host.Services.GetRequiredService<LapsedDeliveriesWorker>();

            await worker.RunOnceAsync(scope.ServiceProvider);

            (await host.Delivery(host.North, id)).Status.ShouldBe(DeliveryStatus.Sending, "another node has the lock");
        }

        (await host.Until(host.North, id, DeliveryStatus.Sent)).Attempts.ShouldBe(2);
        host.MessagesTo(user).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_without_workers_sends_nothing()
    {
        await using var host = await RunningAbpHost.StartAsync(b => b.Services.Configure<AbpBackgroundWorkerOptions>(o => o.IsEnabled = false));

        host.Services.GetRequiredService<IOptions<DispatchOptions>>().Value.IsEnabled.ShouldBeFalse();
    }
}
