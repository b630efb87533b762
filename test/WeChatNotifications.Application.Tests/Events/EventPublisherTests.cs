using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Application.Tests.Sending;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Events;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Application.Tests.Events;

public sealed class EventPublisherTests
{
    [Fact]
    public async Task An_event_is_queued_as_what_it_is_mapped_to()
    {
        await using var shop = await SendingWorld.A_shop(events: e => e.OnMany<OrderPaid>(paid => paid.Buyers.Select(b => SendingWorld.Order(b))));

        await Publish(shop, new OrderPaid("o-alice", "o-bob"));
        await Publish(shop, new object());

        (await shop.Queue()).Select(d => d.OpenId).ShouldBe(["o-alice", "o-bob"]);
    }

    [Fact]
    public async Task A_broken_notification_is_logged_and_counted_and_does_not_disturb_the_business()
    {
        using var rejected = new Counted("wechat.events.rejected");
        await using var shop = await SendingWorld.A_shop(events: e => e.On<OrderPaid>(paid => SendingWorld.Order(paid.Buyers[0], product: "")));

        await Publish(shop, new OrderPaid("o-alice"));

        (await shop.Queue()).ShouldBeEmpty();
        var line = shop.Logs.Lines.Where(l => l.EventId.Id == 3001).ShouldHaveSingleItem();
        line.Level.ShouldBe(LogLevel.Error);
        line.Message.ShouldBe("A notification for event OrderPaid was not queued: Not accepted: data.product: Rule.Required.");
        line.ToString().ShouldNotContain("o-alice");
        rejected.Of(shop).ShouldBe(["event=OrderPaid"]);
    }

    [Fact]
    public async Task A_broken_one_does_not_silence_what_others_have_mapped_to_the_same_event()
    {
        await using var shop = await SendingWorld.A_shop(events: e => e
            .On<OrderPaid>(_ => SendingWorld.Order("o-buyer"))
            .On<OrderPaid>(_ => SendingWorld.Order("o-seller", template: "gone"))
            .On<OrderPaid>(_ => SendingWorld.Order("o-warehouse")));

        await Publish(shop, new OrderPaid());

        (await shop.Queue()).Select(d => d.OpenId).ShouldBe(["o-buyer", "o-warehouse"], ignoreOrder: true);
        shop.Logs.Lines.Where(l => l.EventId.Id == 3001).ShouldHaveSingleItem().Message.ShouldContain("template: Rule.Unknown");
    }

    [Fact]
    public async Task A_host_that_wants_it_gets_the_exception_and_none_is_queued()
    {
        await using var shop = await SendingWorld.A_shop(
            options: o => o.EventsThrow = true,
            events: e => e.On<OrderPaid>(_ => SendingWorld.Order("o-buyer")).On<OrderPaid>(_ => SendingWorld.Order(template: "gone")));

        var exception = await Should.ThrowAsync<RuleViolationException>(() => Publish(shop, new OrderPaid()));

        exception.Violations.Select(v => v.Field).ShouldBe(["notifications[1].template"]);
        (await shop.Queue()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_the_notifications_fault_is_not_swallowed()
    {
        await using var shop = await SendingWorld.A_shop(events: e => e.On<OrderPaid>(_ => SendingWorld.Order()));
        await shop.Database.ExecuteAsync("DROP TABLE \"WeChatDeliveryLogs\" CASCADE");

        (await Should.ThrowAsync<Exception>(() => Publish(shop, new OrderPaid("o-alice")))).ShouldNotBeOfType<RuleViolationException>();
        await Should.ThrowAsync<ArgumentNullException>(() => Publish(shop, null!));
    }

    [Fact]
    public void Every_module_of_a_host_may_add_its_own()
    {
        var services = new ServiceCollection();
        services.AddWeChatNotificationEvents(e => e.On<OrderPaid>(_ => null));
        services.AddWeChatNotifications(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(), e => e.On<string>(_ => null));
        services.AddWeChatNotificationEvents(e => e.On<int>(_ => null));

        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<NotificationEventMappings>().EventTypes.ShouldBe([typeof(OrderPaid), typeof(string), typeof(int)]);
    }

    private static Task Publish(SendingWorld shop, object domainEvent) => shop.InScope(s => s.GetRequiredService<INotificationEventPublisher>().PublishAsync(domainEvent));

    private sealed record OrderPaid(params string[] Buyers);

    /// <summary>What one instrument counted, by the meter of one host: other tests of the process count too.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly List<(object? Scope, string Tags)> _measured = [];
        private readonly MeterListener _listener;

        public Counted(string name)
        {
            _listener = new MeterListener
            {
                InstrumentPublished = (instrument, self) =>
                {
                    if (instrument.Meter.Name == WeChatNotificationsMetrics.Name && instrument.Name == name)
                    {
                        self.EnableMeasurementEvents(instrument);
                    }
                },
            };
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
            {
                lock (_measured)
                {
                    _measured.Add((instrument.Meter.Scope, string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))));
                }
            });
            _listener.Start();
        }

        /// <summary>The meter's scope is the factory of the host's services.</summary>
        public IEnumerable<string> Of(SendingWorld shop)
        {
            var factory = shop.Services.GetRequiredService<IMeterFactory>();
            lock (_measured)
            {
                return [.. _measured.Where(m => ReferenceEquals(m.Scope, factory)).Select(m => m.Tags)];
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
