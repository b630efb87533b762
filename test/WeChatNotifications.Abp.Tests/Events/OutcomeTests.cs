using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.EventBus.Distributed;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Events;

public sealed class OutcomeTests(RunningAbpHost host)
{
    [Fact]
    public async Task A_sent_message_is_told_to_the_world_once()
    {
        var told = new ConcurrentBag<WeChatDeliverySentEto>();
        using var subscription = Listen(told);
        var key = "told:" + Guid.NewGuid().ToString("N");

        var id = (await host.Send(host.North, Shop.Order(host.North.NewUser()) with { DedupKey = key })).Single().DeliveryId;

        await Eventually.Async(() => told.Any(e => e.Id == id), RunningAbpHost.Patience, "the event");
        var delivery = await host.Delivery(host.North, id);
        told.Single(e => e.Id == id).ShouldSatisfyAllConditions(
            e => e.TenantId.ShouldBe(host.North.Id),
            e => e.AppCredentialId.ShouldBe(host.North.AppCredentialId),
            e => e.Template.ShouldBe(RunningAbpHost.Template),
            e => e.DedupKey.ShouldBe(key),
            e => e.Attempts.ShouldBe(1),
            e => e.WeChatMessageId.ShouldBe(delivery.WeChatMessageId),
            e => e.CreatedAt.ShouldBe(delivery.CreatedAt, TimeSpan.FromMilliseconds(1)),
            e => e.FinishedAt.ShouldBe(delivery.FinishedAt!.Value, TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task A_message_that_the_user_does_not_want_is_told_as_skipped()
    {
        var told = new ConcurrentBag<WeChatDeliverySkippedEto>();
        using var subscription = Listen(told);
        host.WeChat.SetUser(new() { AppId = host.North.AppId, OpenId = "o-refuses" });

        var id = (await host.Send(host.North, Shop.Order("o-refuses"))).Single().DeliveryId;

        await Eventually.Async(() => told.Any(e => e.Id == id), RunningAbpHost.Patience, "the event");
        told.Single(e => e.Id == id).ShouldSatisfyAllConditions(e => e.Reason.ShouldBe(DeliveryReason.NoPermit), e => e.ErrorCode.ShouldBe(43101));
    }

    [Fact]
    public async Task A_message_to_nobody_is_told_as_failed()
    {
        var told = new ConcurrentBag<WeChatDeliveryFailedEto>();
        using var subscription = Listen(told);

        var id = (await host.Send(host.North, Shop.Order("o-unknown"))).Single().DeliveryId;

        await Eventually.Async(() => told.Any(e => e.Id == id), RunningAbpHost.Patience, "the event");
        told.Single(e => e.Id == id).Reason.ShouldBe(DeliveryReason.InvalidRecipient);
    }

    [Fact]
    public async Task A_pause_of_an_app_and_its_end_are_told()
    {
        await using var own = await RunningAbpHost.StartAsync();
        using var pauses = own.Listen<WeChatAppPausedEto>(out var paused);
        using var ends = own.Listen<WeChatAppResumedEto>(out var resumed);
        using var admin = own.Caller("north-all");

        await admin.PostJson($"credentials/{own.North.AppCredentialId}/pause", new { detail = "stock-taking" });
        await Eventually.Async(() => !paused.IsEmpty, RunningAbpHost.Patience, "the pause");
        await admin.PostJson($"credentials/{own.North.AppCredentialId}/resume");
        await Eventually.Async(() => !resumed.IsEmpty, RunningAbpHost.Patience, "its end");

        paused.Single().ShouldSatisfyAllConditions(
            e => e.Id.ShouldBe(own.North.AppCredentialId), e => e.TenantId.ShouldBe(own.North.Id), e => e.AppId.ShouldBe(own.North.AppId),
            e => e.Reason.ShouldBe(PauseReason.ByHand), e => e.Detail.ShouldBe("stock-taking"));
        resumed.Single().ShouldSatisfyAllConditions(e => e.Id.ShouldBe(own.North.AppCredentialId), e => e.Name.ShouldBe(own.North.Name));
    }

    [Fact]
    public async Task With_an_outbox_the_event_is_written_with_the_outcome()
    {
        // Nothing fetches from the outbox while the test looks.
        await using var quiet = await RunningAbpHost.StartAsync(b => b.Services.Configure<AbpEventBusBoxesOptions>(o => o.PeriodTimeSpan = TimeSpan.FromHours(1)));
        var id = (await quiet.Send(quiet.North, Shop.Order(quiet.North.NewUser()))).Single().DeliveryId;

        await quiet.Until(quiet.North, id, DeliveryStatus.Sent);

        (await quiet.Database.QueryAsync<string>("""SELECT "EventName" FROM "AbpEventOutbox" """)).ShouldBe(["WeChatNotifications.Sent"]);
    }

    [Fact]
    public async Task A_broken_handler_holds_up_neither_the_outcome_nor_other_events()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = await AbpApp.BuildAsync<LeastModule>(database);
        var shop = new Shop(Guid.NewGuid(), "north", "wxnorth000000001", "north-secret-0123456789abcdef");
        await shop.SetUpAsync(app);
        var told = new ConcurrentBag<string>();
        using var subscription = app.Services.GetRequiredService<IDistributedEventBus>().Subscribe<WeChatDeliverySentEto>(e =>
        {
            told.Add(e.OpenId);
            return e.OpenId == "north-1" ? throw new InvalidOperationException("The handler is broken.") : Task.CompletedTask;
        });
        await app.StartAsync();

        var ids = new List<Guid>();
        foreach (var user in new[] { "north-1", "north-2" })
        {
            ids.Add((await app.As<WeChatNotifications.Sending.IWeChatNotifier, IReadOnlyList<WeChatNotifications.Sending.NotificationReceipt>>(
                shop.Id, n => n.SendAsync(Shop.Order(user)))).Single().DeliveryId);
        }

        await Eventually.Async(() => told.Contains("north-1") && told.Contains("north-2"), RunningAbpHost.Patience, "both events");
        foreach (var id in ids)
        {
            (await app.As<IDeliveryAppService, DeliveryDetailDto>(shop.Id, s => s.GetAsync(id))).Status.ShouldBe(DeliveryStatus.Sent);
        }
    }

    private IDisposable Listen<TEvent>(ConcurrentBag<TEvent> told)
        where TEvent : class
        => host.Services.GetRequiredService<IDistributedEventBus>().Subscribe<TEvent>(e =>
        {
            told.Add(e);
            return Task.CompletedTask;
        });
}
