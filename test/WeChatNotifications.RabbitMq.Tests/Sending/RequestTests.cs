using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Deliveries;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.RabbitMq.Sending;
using WeChatNotifications.RabbitMq.Tests.Support;
using WeChatNotifications.Sending;
using WeChatNotifications.Testing;

namespace WeChatNotifications.RabbitMq.Tests.Sending;

public sealed class RequestTests
{
    private const string OneOrder = """{"template":"order-paid","to":"u1","data":{"number":"A-1","goods":"tea","amount":12.5}}""";

    [BrokerFact]
    public async Task A_request_becomes_a_message_and_the_same_request_again_becomes_none()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var broker = await Broker.SharedAsync();
        var node = await StartAsync(given, broker, o => o.PublishesEvents = true);
        var ears = await broker.ListenAsync("notification.*");

        await broker.PublishAsync("", broker.Names.Requests, OneOrder, "m-1", Tenant(given));
        await broker.PublishAsync("", broker.Names.Requests, OneOrder, "m-1", Tenant(given));
        await node.UntilCount(DeliveryStatus.Sent, 1);
        await Eventually.Async(async () => await broker.CountAsync(broker.Names.Requests) == 0, Broker.Patience, "both were taken");

        var told = new List<(string Kind, JsonElement Body)>();
        while (told.Count < 3)
        {
            var next = await broker.NextAsync(ears);
            told.Add((next.RoutingKey, JsonDocument.Parse(next.Body).RootElement));
        }

        told.Select(t => t.Kind).ShouldBe(["notification.accepted", "notification.accepted", "notification.sent"], ignoreOrder: true);
        var accepted = told.Where(t => t.Kind == "notification.accepted").Select(t => t.Body).ToList();
        accepted.Select(b => b.GetProperty("messageId").GetString()).ShouldAllBe(id => id == "m-1");
        accepted.Select(b => b.GetProperty("receipts")[0].GetProperty("isDuplicate").GetBoolean()).ShouldBe([false, true], ignoreOrder: true);
        told.Single(t => t.Kind == "notification.sent").Body.GetProperty("deliveryId").GetGuid().ShouldBe(accepted[0].GetProperty("receipts")[0].GetProperty("deliveryId").GetGuid());
        given.SendCalls().ShouldBe(1);
    }

    [BrokerFact]
    public async Task A_list_is_queued_as_a_whole_or_refused_as_a_whole_with_every_error_in_its_headers()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var broker = await Broker.SharedAsync();
        var node = await StartAsync(given, broker);
        var good = OneOrder.Replace("\"u1\"", """["u1","u2"]""", StringComparison.Ordinal);
        var bad = """{"template":"no-such-template","to":"o-secret-openid"}""";

        await broker.PublishAsync("", broker.Names.Requests, $$"""{"tenant":"{{given.Tenant}}","notifications":[{{good}},{{bad}}]}""", "m-bad");
        var dead = await broker.NextAsync(broker.Names.DeadRequests);
        await broker.PublishAsync("", broker.Names.Requests, $$"""{"tenant":"{{given.Tenant}}","notifications":[{{good}},{{OneOrder}}]}""", "m-good");

        await node.UntilCount(DeliveryStatus.Sent, 3);
        dead.BasicProperties.MessageId.ShouldBe("m-bad");
        Header(dead, DeadRequests.ReasonHeader).ShouldBe("refused");
        Header(dead, DeadRequests.ErrorsHeader).ShouldBe("""[{"field":"notifications[1].template","rule":"WeChatNotifications:Rule.Unknown"}]""");
        Encoding.UTF8.GetString(dead.Body.Span).ShouldContain("no-such-template", customMessage: "it is there as it came");
        node.Logs.AllText.ShouldNotContain("o-secret-openid");
    }

    [BrokerFact]
    public async Task A_request_that_cannot_be_read_or_contradicts_itself_about_its_tenant_is_among_the_dead()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var broker = await Broker.SharedAsync();
        var node = await StartAsync(given, broker, o => o.MaxRequestBytes = 2_000);

        await broker.PublishAsync("", broker.Names.Requests, "{");
        Header(await broker.NextAsync(broker.Names.DeadRequests), DeadRequests.ErrorsHeader).ShouldContain("Rule.Json");
        await broker.PublishAsync("", broker.Names.Requests, new string(' ', 2_001) + OneOrder);
        Header(await broker.NextAsync(broker.Names.DeadRequests), DeadRequests.ErrorsHeader).ShouldContain("Rule.TooLong");
        await broker.PublishAsync("", broker.Names.Requests, $$"""{"tenant":"{{Guid.NewGuid()}}",{{OneOrder[1..]}}""", headers: Tenant(given));
        Header(await broker.NextAsync(broker.Names.DeadRequests), DeadRequests.ErrorsHeader).ShouldBe("""[{"field":"tenant","rule":"WeChatNotifications:Rule.Unknown"}]""");
        await broker.PublishAsync("", broker.Names.Requests, OneOrder);
        Header(await broker.NextAsync(broker.Names.DeadRequests), DeadRequests.ErrorsHeader).ShouldContain("template", customMessage: "the host itself has no such template");

        (await node.Count(DeliveryStatus.Sent)).ShouldBe(0);
    }

    [BrokerFact]
    public async Task A_request_that_meets_a_fault_of_ours_is_tried_again_and_one_that_always_does_ends_among_the_dead()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var broker = await Broker.SharedAsync();
        var faults = new Faults { Left = 2 };
        var node = await given.StartAsync(complete: m =>
        {
            broker.Use(m, o => o.DeliveryLimit = 3);
            var inner = m.Services.Last(d => d.ServiceType == typeof(IWeChatNotifier)).ImplementationType!;
            m.Services.AddScoped<IWeChatNotifier>(p => new FaultyNotifier((IWeChatNotifier)ActivatorUtilities.CreateInstance(p, inner), faults));
        });
        await Eventually.Async(() => node.Services.GetRequiredService<LinkState>().IsConnected, Broker.Patience, "it is connected");

        await broker.PublishAsync("", broker.Names.Requests, OneOrder, "m-1", Tenant(given));
        await node.UntilCount(DeliveryStatus.Sent, 1);
        faults.Left.ShouldBe(0);

        faults.Left = int.MaxValue;
        await broker.PublishAsync("", broker.Names.Requests, OneOrder, "m-2", Tenant(given));
        var dead = await broker.NextAsync(broker.Names.DeadRequests);
        dead.BasicProperties.MessageId.ShouldBe("m-2");
        dead.BasicProperties.Headers.ShouldNotBeNull().ShouldContainKey("x-death");
    }

    [BrokerFact]
    public async Task A_host_may_say_itself_who_its_tenants_are()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var broker = await Broker.SharedAsync();
        var node = await given.StartAsync(services: s => s.AddSingleton<IRequestTenantResolver>(new ByName(given.Tenant)), complete: m => broker.Use(m));
        await Eventually.Async(() => node.Services.GetRequiredService<LinkState>().IsConnected, Broker.Patience, "it is connected");

        await broker.PublishAsync("", broker.Names.Requests, $$"""{"tenant":"shop",{{OneOrder[1..]}}""");
        await node.UntilCount(DeliveryStatus.Sent, 1);
        await broker.PublishAsync("", broker.Names.Requests, $$"""{"tenant":"other",{{OneOrder[1..]}}""");
        Header(await broker.NextAsync(broker.Names.DeadRequests), DeadRequests.ErrorsHeader).ShouldContain("tenant");
    }

    private static async Task<EngineHost> StartAsync(WeChatFixture given, Broker broker, Action<RabbitMqOptions>? configure = null)
    {
        var node = await given.StartAsync(complete: m => broker.Use(m, configure));
        await Eventually.Async(() => node.Services.GetRequiredService<LinkState>().IsConnected, Broker.Patience, "it is connected");
        return node;
    }

    private static Dictionary<string, object?> Tenant(WeChatFixture given) => new(StringComparer.Ordinal) { ["x-tenant-id"] = given.Tenant.ToString() };

    private static string Header(BasicGetResult message, string name)
        => Encoding.UTF8.GetString(message.BasicProperties.Headers.ShouldNotBeNull()[name].ShouldBeOfType<byte[]>());

    private sealed class Faults
    {
        public int Left { get; set; }
    }

    private sealed class FaultyNotifier(IWeChatNotifier inner, Faults faults) : IWeChatNotifier
    {
        public Task<IReadOnlyList<NotificationReceipt>> SendAsync(Notification notification, CancellationToken cancellationToken = default) => inner.SendAsync(notification, cancellationToken);

        public Task<IReadOnlyList<NotificationReceipt>> SendAsync(IReadOnlyCollection<Notification> notifications, CancellationToken cancellationToken = default)
            => faults.Left-- > 0 ? throw new InvalidOperationException("a fault of ours") : SendAnywayAsync(notifications, cancellationToken);

        public Task<NotificationPreview> PreviewAsync(Notification notification, CancellationToken cancellationToken = default) => inner.PreviewAsync(notification, cancellationToken);

        private Task<IReadOnlyList<NotificationReceipt>> SendAnywayAsync(IReadOnlyCollection<Notification> notifications, CancellationToken cancellationToken)
        {
            faults.Left = 0;
            return inner.SendAsync(notifications, cancellationToken);
        }
    }

    private sealed class ByName(Guid? shop) : IRequestTenantResolver
    {
        public Task<RequestTenant> ResolveAsync(RequestSource source, CancellationToken cancellationToken)
            => Task.FromResult(source.Field == "shop" ? RequestTenant.Of(shop) : RequestTenant.Unknown);
    }
}
