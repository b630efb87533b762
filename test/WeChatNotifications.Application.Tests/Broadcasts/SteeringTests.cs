using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Statistics;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Broadcasts;

/// <summary>A pause and a cancellation hold within two seconds on every node, whatever waits where; a rate is kept over all of them.</summary>
public sealed class SteeringTests
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(null)]
    [InlineData(100)]
    public async Task Nothing_leaves_later_than_two_seconds_after_a_pause_and_all_of_it_after_the_resumption(int? appRate)
    {
        await using var given = await WeChatFixture.CreateAsync(users: 3_000);
        var shop = new BroadcastShop(given);
        given.WeChat.SetLatency(new() { FixedMs = 100 });
        var one = await shop.StartAsync();
        await shop.StartAsync();
        await one.Configure(a => a with { SendsPerSecond = appRate, MaxConcurrency = 40 });
        var count = appRate is null ? 3_000 : 600;
        await shop.KnowAsync(count);

        var id = await shop.BeginAsync(one);
        await Eventually.Async(() => given.SendCalls() > 50, EngineHost.Patience, "it is being sent");
        await shop.ChangeAsync(one, a => a.PauseAsync(id));
        var paused = given.Time.GetUtcNow();
        await Eventually.Async(() => given.Time.GetUtcNow() > paused + Promise, EngineHost.Patience, "two seconds have passed");
        var sent = given.SendCalls();
        sent.ShouldBeLessThan(count);
        await Eventually.Async(() => given.Time.GetUtcNow() > paused + (3 * Promise), EngineHost.Patience, "four seconds more have passed");

        given.SendCalls().ShouldBe(sent);
        var rest = (int)(await given.Database.QueryAsync<long>(
            """SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "BroadcastId" = $1 AND "Status" = 0 AND "Reason" = $2 AND "NotBefore" = $3""",
            id, (int)DeliveryReason.BroadcastPaused, DeliveryLimits.Held.UtcDateTime)).Single();
        (rest + sent).ShouldBe(await shop.RowsAsync(id), "everything that is in the queue and has not left is held");

        given.WeChat.ClearLatency();
        await one.Configure(a => a with { SendsPerSecond = null });
        await shop.ChangeAsync(one, a => a.ResumeAsync(id));
        await shop.UntilCompletedAsync(one, id);
        await shop.ShouldHaveReachedAsync(one, id, count);
    }

    [Fact]
    public async Task Nothing_leaves_later_than_two_seconds_after_a_cancellation_and_everything_is_counted()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 3_000);
        var shop = new BroadcastShop(given);
        given.WeChat.SetLatency(new() { FixedMs = 200 });
        var one = await shop.StartAsync();
        await shop.StartAsync();
        await one.Configure(a => a with { MaxConcurrency = 40 });
        await shop.KnowAsync(3_000);

        var id = await shop.BeginAsync(one);
        await Eventually.Async(() => given.SendCalls() > 50, EngineHost.Patience, "it is being sent");
        await shop.ChangeAsync(one, a => a.CancelAsync(id));
        var cancelled = given.Time.GetUtcNow();
        await Eventually.Async(() => given.Time.GetUtcNow() > cancelled + Promise, EngineHost.Patience, "two seconds have passed");
        var sent = given.SendCalls();
        sent.ShouldBeLessThan(3_000);
        await Eventually.Async(
            async () => await shop.RowsAsync(id, DeliveryStatus.Sent) + await shop.RowsAsync(id, DeliveryStatus.Cancelled) == await shop.RowsAsync(id), EngineHost.Patience, "all has an outcome");

        given.SendCalls().ShouldBe(sent);
        var broadcast = await shop.FindAsync(one, id);
        broadcast.Status.ShouldBe(BroadcastStatus.Cancelled);
        var outcomes = await shop.OutcomesAsync(one, id);
        outcomes.Done.ShouldBe(broadcast.Expanded);
        outcomes.ByOutcome.Single(o => o.Status == DeliveryStatus.Cancelled).ShouldBe(
            new OutcomeCount(DeliveryStatus.Cancelled, DeliveryReason.BroadcastCancelled, null, await shop.RowsAsync(id, DeliveryStatus.Cancelled)));
    }

    [Fact]
    public async Task Who_cancels_finds_nothing_waiting_any_more_and_the_host_hears_of_it()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var shop = new BroadcastShop(given);
        var heard = new Ends();
        var host = await shop.StartAsync(services: s =>
        {
            s.AddSingleton(heard);
            s.AddNotificationOutcomeHandler<EndsHandler>();
        });
        await host.Configure(a => a with { SendsPerSecond = 10 });
        await shop.KnowAsync(100);
        var id = await shop.BeginAsync(host);
        await shop.UntilAsync(host, id, b => b.IsExpanded, "all are in the queue");

        (await shop.ChangeAsync(host, a => a.CancelAsync(id))).Status.ShouldBe(BroadcastStatus.Cancelled);

        (await shop.RowsAsync(id, DeliveryStatus.Pending)).ShouldBe(0);
        await Eventually.Async(() => !heard.All.IsEmpty, EngineHost.Patience, "the host has heard of it");
        var end = heard.All.ShouldHaveSingleItem();
        (end.BroadcastId, end.Status, end.TenantId, end.Recipients).ShouldBe((id, BroadcastStatus.Cancelled, given.Tenant, 100));
    }

    [Fact]
    public async Task What_expires_while_it_is_held_is_skipped_and_counted()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var shop = new BroadcastShop(given);
        given.WeChat.SetLatency(new() { FixedMs = 200 });
        var host = await shop.StartAsync();
        await host.Configure(a => a with { SendsPerSecond = 10 });
        await shop.KnowAsync(100);
        var id = await shop.BeginAsync(host, c => c with { ExpiresAt = given.Time.GetUtcNow().AddHours(1) });
        await shop.UntilAsync(host, id, b => b.IsExpanded, "all are in the queue");

        await shop.ChangeAsync(host, a => a.PauseAsync(id));
        await Eventually.Async(async () => await shop.RowsAsync(id, DeliveryStatus.Sending) == 0, EngineHost.Patience, "the nodes have handed back what they held");
        var sent = await shop.RowsAsync(id, DeliveryStatus.Sent);
        given.Time.Shift(TimeSpan.FromHours(1));

        await Eventually.Async(async () => await shop.RowsAsync(id, DeliveryStatus.Skipped) == 100 - sent, EngineHost.Patience, "what was held has expired");
        (await shop.FindAsync(host, id)).Status.ShouldBe(BroadcastStatus.Paused);
        (await shop.OutcomesAsync(host, id)).Done.ShouldBe(100);
    }

    [Fact]
    public async Task A_rate_is_kept_over_two_nodes_and_a_pause()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 400);
        var shop = new BroadcastShop(given);
        var one = await shop.StartAsync();
        await shop.StartAsync();
        await shop.KnowAsync(400);

        var id = await shop.BeginAsync(one, c => c with { RatePerSecond = 50 });
        await Eventually.Async(() => given.SendCalls() > 60, EngineHost.Patience, "it is being sent");
        (await shop.RowsAsync(id)).ShouldBeLessThan(400, "no more than some seconds' worth waits in the queue");
        await shop.ChangeAsync(one, a => a.PauseAsync(id));
        await Eventually.Async(async () => await shop.RowsAsync(id, DeliveryStatus.Sending) == 0, EngineHost.Patience, "the nodes have handed back what they held");
        await shop.ChangeAsync(one, a => a.ResumeAsync(id));
        await shop.UntilCompletedAsync(one, id);

        await shop.ShouldHaveReachedAsync(one, id, 400);
        var times = given.WeChat.Messages(new() { Limit = 1_000 }).Messages.Select(m => m.At).Order().ToList();
        var most = times.Max(t => times.Count(u => u >= t && u < t + TimeSpan.FromSeconds(1)));
        most.ShouldBeInRange(40, 110, "what is late is caught up with, but no node ever sends more than 50 a second");
        (times[^1] - times[0]).ShouldBeGreaterThan(TimeSpan.FromSeconds(7), "400 messages at 50 a second");
    }

    [Fact]
    public async Task Its_speed_is_measured_while_it_runs()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 2_000);
        var shop = new BroadcastShop(given);
        var host = await shop.StartAsync();
        await host.Configure(a => a with { SendsPerSecond = 50 });
        await shop.KnowAsync(2_000);

        var id = await shop.BeginAsync(host);
        var measured = await shop.UntilAsync(host, id, b => b.Speed is not null, "its speed is known");

        measured.Speed!.Value.ShouldBeInRange(30, 70);
        measured.MeasuredDone.ShouldBeInRange(1, 1_000);
    }

    private sealed class Ends
    {
        public ConcurrentQueue<BroadcastFinished> All { get; } = [];
    }

    private sealed class EndsHandler(Ends ends) : INotificationOutcomeHandler<BroadcastFinished>
    {
        public Task HandleAsync(IReadOnlyList<BroadcastFinished> events, CancellationToken cancellationToken)
        {
            foreach (var end in events)
            {
                ends.All.Enqueue(end);
            }

            return Task.CompletedTask;
        }
    }
}
