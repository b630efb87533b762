using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>How fast, how many at once, in which order, on how many nodes.</summary>
public sealed class FlowTests
{
    [Fact]
    public async Task Messages_to_one_user_go_one_after_the_other()
    {
        await using var given = await WeChatFixture.CreateAsync();
        given.WeChat.SetLatency(new() { FixedMs = 5 });
        var host = await given.StartAsync();

        for (var i = 0; i < 40; i++)
        {
            await host.SendOrders(WeChatFixture.Users(3), $"B-{i}");
        }

        await host.UntilCount(DeliveryStatus.Sent, 120);
        var report = given.WeChat.Report();
        report.MaxConcurrentPerOpenId.ShouldBe(1);
        report.MaxConcurrentSends.ShouldBeInRange(2, 3);
        given.SendCalls("43108").ShouldBe(0);
        given.WeChat.Messages(new() { OpenId = "u0", Limit = 100 }).Messages.Select(m => m.Data["character_string1"])
            .ShouldBe(Enumerable.Range(0, 40).Select(i => $"B-{i}"), "and in the order in which they were asked for");
    }

    [Fact]
    public async Task No_more_are_in_flight_than_the_app_allows()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 200);
        given.WeChat.SetLatency(new() { FixedMs = 10 });
        var host = await given.StartAsync();
        await host.Configure(a => a with { MaxConcurrency = 4 });

        await host.SendOrders(WeChatFixture.Users(200));
        await host.UntilCount(DeliveryStatus.Sent, 200);

        given.WeChat.Report().MaxConcurrentSends.ShouldBe(4);
    }

    [Fact]
    public async Task No_more_go_out_in_a_second_than_the_app_allows()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 90);
        var host = await given.StartAsync();
        await host.Configure(a => a with { SendsPerSecond = 30 });

        await host.SendOrders(WeChatFixture.Users(90));
        await host.UntilCount(DeliveryStatus.Sent, 90);

        // When they arrive, not when they leave: a machine that stands still for a moment bunches them, so no single second is counted.
        var times = given.WeChat.Messages(new() { Limit = 100 }).Messages.Select(m => m.At).ToList();
        (times.Max() - times.Min()).ShouldBeGreaterThan(TimeSpan.FromSeconds(2.3), "ninety at thirty a second, less a tenth of a second's worth that leaves at once");
    }

    [Fact]
    public async Task The_urgent_overtake_the_many()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 200);
        var host = await given.StartAsync();
        await host.Configure(a => a with { MaxConcurrency = 1, SendsPerSecond = 50 });
        await host.Send(WeChatFixture.Order(NotificationRecipients.OpenIds(WeChatFixture.Users(200))) with { Priority = DeliveryPriority.Bulk });
        await Eventually.Async(() => given.SendCalls() >= 5, EngineHost.Patience, "some are sent");

        var urgent = await host.SendOrder("u0", "URGENT");
        await host.Until(urgent, DeliveryStatus.Sent);

        given.SendCalls().ShouldBeLessThan(100, "it waited for what was claimed already, not for all");
    }

    [Theory]
    [InlineData("OldestFirst")]
    [InlineData("NewestFirst")]
    public async Task After_a_pause_the_transactional_ones_go_in_the_order_that_the_host_chose(string order)
    {
        await using var given = await WeChatFixture.CreateAsync(users: 30);
        var host = await given.StartAsync(s => s["Dispatch:TransactionalOrder"] = order);
        await host.Configure(a => a with { MaxConcurrency = 1 });
        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.PauseAsync(given.AppCredentialId, new PauseAppDto(Until: null, "test")));
        foreach (var user in WeChatFixture.Users(30))
        {
            await host.SendOrder(user);
        }

        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.ResumeAsync(given.AppCredentialId));
        await host.UntilCount(DeliveryStatus.Sent, 30);

        var arrived = given.WeChat.Messages(new() { Limit = 100 }).Messages.OrderBy(m => m.At).Select(m => m.OpenId).ToList();
        arrived.ShouldBe(order == "NewestFirst" ? WeChatFixture.Users(30).Reverse() : WeChatFixture.Users(30));
    }

    [Fact]
    public async Task Two_nodes_share_the_work_and_send_nothing_twice()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 3_000);
        given.WeChat.SetLatency(new() { FixedMs = 5 });
        var first = await given.StartAsync();
        await given.StartAsync();
        await first.Configure(a => a with { MaxConcurrency = 16 });

        await first.SendOrders(WeChatFixture.Users(3_000));
        await first.UntilCount(DeliveryStatus.Sent, 3_000);

        var report = given.WeChat.Report();
        report.Distinct.ShouldBe(3_000);
        report.Duplicates.ShouldBe(0);
        report.MaxConcurrentSends.ShouldBeGreaterThan(16, "both worked");
        given.TokenCalls().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_thousand_first_sends_at_once_cost_one_token_call()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 1_000);
        var host = await given.StartAsync(s => s["Dispatch:ConcurrencyPerApp"] = "1000");

        await host.SendOrders(WeChatFixture.Users(1_000));
        await host.UntilCount(DeliveryStatus.Sent, 1_000);

        given.TokenCalls().ShouldBe(1);
    }

    [Fact]
    public async Task A_stopping_node_finishes_what_is_in_flight_and_hands_back_the_rest()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 500);
        given.WeChat.SetLatency(new() { FixedMs = 300 });
        var first = await given.StartAsync(s => s["Dispatch:ConcurrencyPerApp"] = "50");
        await first.SendOrders(WeChatFixture.Users(500));
        await Eventually.Async(() => given.SendCalls("0") >= 60, EngineHost.Patience, "the second round is in flight");

        await first.StopAsync();

        (await first.Count(DeliveryStatus.Sending)).ShouldBe(0);
        var sent = await first.Count(DeliveryStatus.Sent);
        sent.ShouldBeInRange(60, 250);
        given.WeChat.Report().Accepted.ShouldBe(sent, "what WeChat took is recorded");
        (await given.Database.QueryAsync<int>("""SELECT max("Attempts") FROM "WeChatDeliveryLogs" WHERE "Status" = 0""")).Single().ShouldBe(0);

        given.WeChat.ClearLatency();
        var second = await given.StartAsync();
        await second.UntilCount(DeliveryStatus.Sent, 500);
        given.WeChat.Report().Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task A_node_that_only_queues_sends_nothing()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var queues = await given.StartAsync(s => s["Dispatch:IsEnabled"] = "false");
        var id = await queues.SendOrder("u0");
        var sends = await given.StartAsync();

        await sends.Until(id, DeliveryStatus.Sent);
        queues.Logs.Lines.ShouldNotContain(l => l.EventId.Id == 1001, "its engine has not started");
        sends.Logs.Lines.ShouldContain(l => l.EventId.Id == 1001);
    }

    [Fact]
    public async Task What_a_dead_node_held_is_taken_over_when_its_lease_has_lapsed()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync(s => s["Dispatch:IsEnabled"] = "false");
        var ids = (await host.SendOrders(WeChatFixture.Users(10))).Select(r => r.DeliveryId).ToList();
        await given.Database.ExecuteAsync(
            """UPDATE "WeChatDeliveryLogs" SET "Status" = 1, "ClaimToken" = gen_random_uuid(), "Attempts" = 1, "LeaseUntil" = now() - interval '1 second'""");

        var other = await given.StartAsync();

        await other.UntilCount(DeliveryStatus.Sent, 10);
        var delivery = await other.Delivery(ids[0]);
        delivery.Attempts.ShouldBe(2);
        given.WeChat.Report().Duplicates.ShouldBe(0);
    }
}
