using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Deliveries;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.RabbitMq.Deliveries;
using WeChatNotifications.RabbitMq.Tests.Support;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Testing;

namespace WeChatNotifications.RabbitMq.Tests.Deliveries;

public sealed class TicketTests
{
    private const string Worked = "wechat.rabbitmq.tickets.worked ";
    private const string Published = "wechat.rabbitmq.tickets.published ";

    [BrokerFact]
    public async Task Messages_are_sent_by_tickets_and_each_of_them_once()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 600);
        await using var broker = await Broker.SharedAsync();
        var node = await StartAsync(given, broker);
        using var measured = new Measured(node.Services);
        node.Services.GetServices<IHostedService>().ShouldNotContain(s => s is DeliveryDispatcher, "no engine asks the database for work");

        await node.SendOrders(WeChatFixture.Users(500));
        await node.SendOrder("u501");

        await node.UntilCount(DeliveryStatus.Sent, 501);
        given.WeChat.Report().Duplicates.ShouldBe(0);
        (measured[Worked + "done"] + measured[Worked + "joined"]).ShouldBeGreaterThan(0);
        measured[Published + "confirmed"].ShouldBeGreaterThan(0);
        await Eventually.Async(async () => await broker.CountAsync(broker.Names.Work) == 0, Broker.Patience, "no ticket waits");
    }

    [BrokerFact]
    public async Task A_message_whose_time_comes_or_that_is_tried_again_gets_its_ticket_from_the_look_for_due_work()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var broker = await Broker.SharedAsync();
        var node = await StartAsync(given, broker);
        given.WeChat.AddFault(new() { Kind = FaultKind.WeChatError, ErrorCode = -1, Path = WeChatFixture.SendPath, Count = 1 });

        var retried = await node.SendOrder("u1");
        await node.Until(retried, DeliveryStatus.Sent);
        var later = await node.SendOrder("u2", change: n => n with { NotBefore = given.Time.GetUtcNow().AddSeconds(1) });
        (await node.Delivery(later)).Status.ShouldBe(DeliveryStatus.Pending);

        await node.Until(later, DeliveryStatus.Sent);
        (await node.Delivery(retried)).Attempts.ShouldBe(2);
    }

    [BrokerFact]
    public async Task Tickets_too_many_find_nothing_and_harm_nobody()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var broker = await Broker.SharedAsync();
        given.WeChat.SetLatency(new() { FixedMs = 20 });
        var node = await StartAsync(given, broker);
        var other = await StartAsync(given, broker);
        await node.SendOrders(WeChatFixture.Users(100));

        for (var i = 0; i < 50; i++)
        {
            await broker.PublishAsync("", broker.Names.Work, $$"""{"app":"{{given.AppCredentialId}}","tenant":null}""");
            await broker.PublishAsync("", broker.Names.MassWork, $$"""{"app":"{{Guid.NewGuid()}}"}""");
        }

        await other.UntilCount(DeliveryStatus.Sent, 100);
        await Eventually.Async(async () => await broker.CountAsync(broker.Names.Work) + await broker.CountAsync(broker.Names.MassWork) == 0, Broker.Patience, "all tickets are worked off");
        given.SendCalls().ShouldBe(100);
        (await broker.CountAsync(broker.Names.DeadWork)).ShouldBe(0u);
    }

    [BrokerFact]
    public async Task Two_nodes_share_the_work_of_one_app_and_one_of_them_may_die()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 3_000);
        await using var broker = await Broker.SharedAsync();
        given.WeChat.SetLatency(new() { FixedMs = 40 });
        void Slowly(Dictionary<string, string?> s) => s["Dispatch:ConcurrencyPerApp"] = "16";
        var first = await given.StartAsync(Slowly, complete: m => broker.Use(m, o => o.PieceSize = 100));
        var second = await given.StartAsync(Slowly, complete: m => broker.Use(m, o => o.PieceSize = 100));
        using var byFirst = new Measured(first.Services);
        using var bySecond = new Measured(second.Services);

        await first.SendOrders(WeChatFixture.Users(2_000));
        await Eventually.Async(
            () => byFirst[Worked + "haditsshare"] > 0 && bySecond[Worked + "haditsshare"] > 0, Broker.Patience, "both nodes have had a share");
        await first.DisposeAsync();

        await second.UntilCount(DeliveryStatus.Sent, 2_000);
        given.WeChat.Report().Duplicates.ShouldBe(0, "a node that stops hands back what it has not begun");
    }

    [BrokerFact]
    public async Task What_is_urgent_overtakes_a_mass_send_of_its_own_app()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 3_000);
        await using var broker = await Broker.SharedAsync();
        given.WeChat.SetLatency(new() { FixedMs = 40 });
        var node = await given.StartAsync(s => s["Dispatch:ConcurrencyPerApp"] = "8", complete: m => broker.Use(m, o => o.PieceSize = 100));
        using var measured = new Measured(node.Services);

        await node.Send(WeChatFixture.Order(NotificationRecipients.OpenIds(WeChatFixture.Users(2_000))) with { Priority = DeliveryPriority.Bulk });
        await Eventually.Async(() => given.SendCalls() > 50, Broker.Patience, "the mass send is under way");
        await node.Until(await node.SendOrder("u2500"), DeliveryStatus.Sent);

        (await node.Count(DeliveryStatus.Sent)).ShouldBeLessThan(1_500);
        await Eventually.Async(async () => await node.Count(DeliveryStatus.Sent) == 2_001, TimeSpan.FromSeconds(60), "the mass send is done too");
    }

    [BrokerFact]
    public async Task What_is_no_ticket_goes_to_the_dead_and_a_ticket_that_always_fails_follows_it()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var broker = await Broker.SharedAsync();
        var node = await given.StartAsync(complete: m =>
        {
            broker.Use(m, o => (o.DeliveryLimit, o.SweepInterval, o.SweepCap) = (2, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)));
            m.Services.AddScoped<Credentials.IAppCredentialRepository>(_ => throw new InvalidOperationException("a fault of ours"));
        });
        await Eventually.Async(async () => node.Services.GetRequiredService<LinkState>().IsConnected && await broker.ConsumersAsync(broker.Names.Work) == 1, Broker.Patience, "it is connected");

        await broker.PublishAsync("", broker.Names.Work, "no ticket");
        Text(await broker.NextAsync(broker.Names.DeadWork)).ShouldBe("no ticket");
        await broker.PublishAsync("", broker.Names.Work, $$"""{"app":"{{given.AppCredentialId}}"}""");

        var dead = await broker.NextAsync(broker.Names.DeadWork);
        Text(dead).ShouldContain(given.AppCredentialId.ToString());
        dead.BasicProperties.Headers.ShouldNotBeNull().ShouldContainKey("x-death");
        node.Logs.AllText.ShouldContain("a fault of ours");
    }

    [BrokerFact]
    public async Task Tickets_come_back_when_connections_are_cut_in_the_midst_of_the_work()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 400);
        await using var server = await RabbitMqServer.StartAsync();
        await using var broker = new Broker(server);
        given.WeChat.SetLatency(new() { FixedMs = 100 });
        var node = await given.StartAsync(s => s["Dispatch:ConcurrencyPerApp"] = "8", complete: m => broker.Use(m));
        await node.SendOrders(WeChatFixture.Users(300));
        await Eventually.Async(() => given.SendCalls() > 10, Broker.Patience, "the work is under way");

        await server.CutConnectionsAsync();

        await node.UntilCount(DeliveryStatus.Sent, 300);
        given.WeChat.Report().Duplicates.ShouldBe(0);
        await Eventually.Async(() => node.Services.GetRequiredService<LinkState>().IsConnected, Broker.Patience, "it is connected again");
    }

    [BrokerFact]
    public async Task The_broker_s_no_is_heard_when_a_queue_is_full_and_when_it_is_gone()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var broker = await Broker.SharedAsync();
        var node = await given.StartAsync(s => s["Dispatch:IsEnabled"] = "false", complete: m => broker.Use(m, o => o.MaxTickets = 10));
        using var measured = new Measured(node.Services);
        await Eventually.Async(() => node.Services.GetRequiredService<LinkState>().IsConnected, Broker.Patience, "it is connected");
        var office = node.Services.GetRequiredService<TicketOffice>();
        Task<Confirmation> PublishAsync() => office.PublishAsync(new Ticket(Guid.NewGuid(), Tenant: null, IsMass: false), CancellationToken.None);
        await Eventually.Async(async () => await PublishAsync() == Confirmation.Confirmed, Broker.Patience, "the channel is open");

        await Eventually.Async(async () => await PublishAsync() == Confirmation.Refused, Broker.Patience, "the queue is full");
        measured[Published + "refused"].ShouldBeGreaterThan(0);

        await broker.DeleteAsync(broker.Names.Work);
        (await PublishAsync()).ShouldBe(Confirmation.Unroutable);

        // A wake-up meets the same, and has the queue made anew.
        await node.SendOrder("u1");
        await Eventually.Async(async () => await PublishAsync() == Confirmation.Confirmed, Broker.Patience, "the queue is there again");
    }

    private static async Task<EngineHost> StartAsync(WeChatFixture given, Broker broker)
    {
        var node = await given.StartAsync(complete: m => broker.Use(m));
        await Eventually.Async(() => node.Services.GetRequiredService<LinkState>().IsConnected, Broker.Patience, "it is connected");
        return node;
    }

    private static string Text(RabbitMQ.Client.BasicGetResult message) => System.Text.Encoding.UTF8.GetString(message.Body.Span);
}
