using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Deliveries;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.RabbitMq.Diagnostics;
using WeChatNotifications.RabbitMq.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.RabbitMq.Tests.Deliveries;

/// <summary>The broker dies or freezes: deliveries go on from the database, and by tickets again when it is back.</summary>
public sealed class BrokerAwayTests
{
    [BrokerFact]
    public async Task Deliveries_go_on_when_the_broker_is_killed_and_when_it_is_back()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 400);
        await using var server = await RabbitMqServer.StartAsync();
        await using var broker = new Broker(server);
        given.WeChat.SetLatency(new() { FixedMs = 50 });
        var node = await given.StartAsync(s => s["Dispatch:ConcurrencyPerApp"] = "8", complete: m => broker.Use(m));
        var state = node.Services.GetRequiredService<LinkState>();
        await node.SendOrders(WeChatFixture.Users(150));
        await Eventually.Async(() => given.SendCalls() > 10, Broker.Patience, "the work is under way");

        await server.KillAsync();
        await node.SendOrders(WeChatFixture.Users(50, from: 150), "A-1002");
        await node.UntilCount(DeliveryStatus.Sent, 200);
        state.IsConnected.ShouldBeFalse();
        (await HealthAsync(node)).ShouldBe(HealthStatus.Degraded);

        await server.StartAgainAsync();
        await Eventually.Async(() => state.IsConnected, Broker.Patience, "it is connected again");
        using var measured = new Measured(node.Services);
        await node.SendOrders(WeChatFixture.Users(50, from: 200), "A-1003");
        await node.UntilCount(DeliveryStatus.Sent, 250);

        measured["wechat.rabbitmq.tickets.published confirmed"].ShouldBeGreaterThan(0, "tickets carry the work again");
        (await HealthAsync(node)).ShouldBe(HealthStatus.Healthy);
        given.WeChat.Report().Duplicates.ShouldBe(0);
        node.Logs.AllText.ShouldNotContain("guest:guest");
    }

    [BrokerFact]
    public async Task Deliveries_go_on_when_the_broker_freezes()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var server = await RabbitMqServer.StartAsync();
        await using var broker = new Broker(server);
        var node = await given.StartAsync(complete: m => broker.Use(m, o => o.Timeout = TimeSpan.FromSeconds(1)));
        var state = node.Services.GetRequiredService<LinkState>();
        await node.Until(await node.SendOrder("u1"), DeliveryStatus.Sent);

        await server.SuspendAsync();
        await node.Until(await node.SendOrder("u2"), DeliveryStatus.Sent);
        state.IsConnected.ShouldBeFalse();

        await server.ResumeAsync();
        await Eventually.Async(() => state.IsConnected, Broker.Patience, "it is connected again");
        await node.Until(await node.SendOrder("u3"), DeliveryStatus.Sent);
        given.SendCalls().ShouldBe(3);
    }

    [BrokerFact]
    public async Task A_host_starts_and_sends_where_no_broker_is()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var node = await given.StartAsync(complete: m => m.UseRabbitMq(o =>
        {
            (o.Url, o.FallbackAfter, o.SweepInterval) = ("amqp://somebody:a-password@127.0.0.1:1/", TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100));
        }));

        await node.Until(await node.SendOrder("u1"), DeliveryStatus.Sent);
        await Eventually.Async(() => node.Logs.AllText.Contains("RabbitMQ cannot be used", StringComparison.Ordinal), Broker.Patience, "it says so");
        node.Logs.AllText.ShouldNotContain("a-password");
    }

    private static async Task<HealthStatus> HealthAsync(EngineHost node)
        => (await ActivatorUtilities.CreateInstance<RabbitMqHealthCheck>(node.Services).CheckHealthAsync(new HealthCheckContext())).Status;
}
