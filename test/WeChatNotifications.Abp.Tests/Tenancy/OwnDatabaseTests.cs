using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.BackgroundJobs;
using Volo.Abp.EventBus.Distributed;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Tenancy;

/// <summary>South has a database of its own, North shares the host's.</summary>
public sealed class OwnDatabaseTests
{
    [Theory]
    [InlineData("Engine")]
    [InlineData("BackgroundJobs")]
    public async Task A_tenants_messages_stand_in_its_database_and_are_sent_from_there(string carrier)
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var host = await StartAsync(database, carrier);
        var (north, south) = (host.North.NewUser(), host.South.NewUser());

        var northern = (await host.Send(host.North, Shop.Order(north))).Single().DeliveryId;
        var southern = (await host.Send(host.South, Shop.Order(south))).Single().DeliveryId;

        await host.Until(host.North, northern, DeliveryStatus.Sent);
        await host.Until(host.South, southern, DeliveryStatus.Sent);
        (await host.Message(south)).AppId.ShouldBe(host.South.AppId);
        (await host.Database.QueryAsync<string>("""SELECT "OpenId" FROM "WeChatDeliveryLogs" """)).ShouldBe([north]);
        (await database.QueryAsync<string>("""SELECT "OpenId" FROM "WeChatDeliveryLogs" """)).ShouldBe([south]);
        (await database.QueryAsync<string>("""SELECT "AppId" FROM "WeChatAppCredentials" """)).ShouldBe([host.South.AppId]);
    }

    [Fact]
    public async Task A_unit_of_work_that_fails_leaves_nothing_in_the_tenants_database_either()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var host = await StartAsync(database);

        await host.InUnitOfWork(host.South.Id, isTransactional: true, async services =>
        {
            await services.GetRequiredService<WeChatNotifications.Sending.IWeChatNotifier>().SendAsync(Shop.Order(host.South.NewUser()));
            return false;
        });

        (await database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" """)).Single().ShouldBe(0);
    }

    [Fact]
    public async Task An_event_of_the_tenant_goes_in_and_its_outcome_comes_out()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var host = await StartAsync(database);
        var bus = host.Services.GetRequiredService<IDistributedEventBus>();
        var told = new System.Collections.Concurrent.ConcurrentBag<WeChatDeliverySentEto>();
        using var subscription = bus.Subscribe<WeChatDeliverySentEto>(e =>
        {
            told.Add(e);
            return Task.CompletedTask;
        });
        var user = host.South.NewUser();

        await bus.PublishAsync(new SendWeChatNotificationEto
        {
            TenantId = host.South.Id,
            Template = RunningAbpHost.Template,
            OpenIds = [user],
            Data = Shop.Order(user).Data.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal),
        });

        await Eventually.Async(() => told.Any(e => e.OpenId == user), RunningAbpHost.Patience, "the outcome");
        told.Single(e => e.OpenId == user).TenantId.ShouldBe(host.South.Id);
    }

    [Fact]
    public async Task A_message_of_a_node_that_died_is_taken_back_in_the_tenants_database_too()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var host = await StartAsync(database);
        var id = (await host.Send(host.South, Shop.Order(host.South.NewUser()))).Single().DeliveryId;
        await host.Until(host.South, id, DeliveryStatus.Sent);

        await database.ExecuteAsync(
            """
            UPDATE "WeChatDeliveryLogs" SET "Status" = $2, "ClaimToken" = gen_random_uuid(), "LeaseUntil" = now() - interval '1 second', "SentAt" = NULL, "FinishedAt" = NULL
            WHERE "Id" = $1
            """,
            id, (int)DeliveryStatus.Sending);

        (await host.Until(host.South, id, DeliveryStatus.Sent)).Attempts.ShouldBe(2);
    }

    private static Task<RunningAbpHost> StartAsync(TestDatabase south, string carrier = "Engine") => RunningAbpHost.StartAsync(builder =>
    {
        builder.Configuration.AddInMemoryCollection(
        [
            new("Tenants:1:ConnectionStrings:Default", south.ConnectionString),
            new("WeChatNotifications:Abp:DeliverBy", carrier),
            new("WeChatNotifications:Dispatch:Lease", "00:00:05"),
            new("WeChatNotifications:Api:Timeout", "00:00:01"),
        ]);
        builder.Services.Configure<AbpBackgroundJobWorkerOptions>(o => o.JobPollPeriod = 100);
    });
}
