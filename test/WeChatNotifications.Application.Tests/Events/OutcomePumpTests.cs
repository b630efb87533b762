using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Events;

public sealed class OutcomePumpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Guid North = Guid.NewGuid();
    private static readonly Guid South = Guid.NewGuid();

    [Fact]
    public async Task A_handler_hears_of_its_events_in_batches_of_one_tenant_and_as_that_tenant()
    {
        await using var world = new World(s => s.AddNotificationOutcomeHandler<SentHandler>());
        var events = new[] { Sent(North), Sent(South), Sent(North) };

        world.Sink.Publish([events[0], events[1], new AppResumed { AppCredentialId = Guid.NewGuid(), At = default, AppId = "wx", Name = "a" }, events[2]]);
        await world.RunAsync();

        await Eventually.Async(() => world.Heard.Count == 2, Patience, "both batches");
        world.Heard.Select(h => h.Tenant).ShouldBe([North, South], ignoreOrder: true);
        world.Heard.Single(h => h.Tenant == North).Events.ShouldBe([events[0], events[2]]);
    }

    [Fact]
    public async Task A_handler_of_the_base_hears_of_all_messages_and_one_of_everything_of_everything()
    {
        await using var world = new World(s => s.AddNotificationOutcomeHandler<AllHandler>());
        IOutcomeEvent[] events = [Sent(North), Sent(North) with { Status = DeliveryStatus.Sent }, new BroadcastFinished { BroadcastId = Guid.NewGuid(), TenantId = North, At = default, Name = "sale", Template = "sale", Status = BroadcastStatus.Completed }];

        world.Sink.Publish(events);
        await world.RunAsync();

        await Eventually.Async(() => world.Heard.Count == 2, Patience, "messages and everything");
        world.Heard.Select(h => h.Events.Count).ShouldBe([2, 3], ignoreOrder: true);
    }

    [Fact]
    public async Task One_handlers_fault_is_logged_and_nobody_elses()
    {
        await using var world = new World(s => s.AddNotificationOutcomeHandler<BrokenHandler>().AddNotificationOutcomeHandler<SentHandler>());

        world.Sink.Publish(Sent(North) with { OpenId = "o-secret-openid" });
        await world.RunAsync();
        await Eventually.Async(() => world.Heard.Count == 1, Patience, "the other handler");
        world.Sink.Publish(Sent(South));

        await Eventually.Async(() => world.Heard.Count == 2, Patience, "the next event");
        world.Logs.Lines.Count(l => l.EventId.Id == 3011 && l.Level == LogLevel.Error && l.Message.Contains(nameof(BrokenHandler), StringComparison.Ordinal)).ShouldBe(2);
        world.Logs.AllText.ShouldNotContain("o-secret-openid");
    }

    [Fact]
    public async Task A_handler_that_hangs_is_given_up_after_its_time()
    {
        await using var world = new World(s => s.AddNotificationOutcomeHandler<HangingHandler>().AddNotificationOutcomeHandler<SentHandler>(), o => o.HandlerTimeout = TimeSpan.FromSeconds(5));

        world.Sink.Publish(Sent(North));
        await world.RunAsync();
        await Eventually.Async(() => world.Clock.WaitingTimers > 0, Patience, "the handler hangs");
        world.Clock.Advance(TimeSpan.FromSeconds(5));

        await Eventually.Async(() => world.Heard.Count == 1, Patience, "the other handler");
        world.Logs.Lines.ShouldContain(l => l.EventId.Id == 3012);
    }

    [Fact]
    public async Task What_does_not_fit_is_dropped_and_said_so()
    {
        await using var world = new World(s => s.AddNotificationOutcomeHandler<SentHandler>(), o => (o.Capacity, o.BatchSize) = (100, 10_000));

        world.Sink.Publish(Enumerable.Range(0, 130).Select(_ => Sent(North)));
        await world.RunAsync();

        await Eventually.Async(() => world.Logs.Lines.Any(l => l.EventId.Id == 3013), Patience, "the warning");
        world.Heard.Sum(h => h.Events.Count).ShouldBe(100);
        world.Logs.Lines.Single(l => l.EventId.Id == 3013).Message.ShouldContain("30 outcome(s)");
    }

    [Fact]
    public async Task Of_a_broadcasts_messages_the_sent_ones_are_not_told_unless_the_host_wants_it()
    {
        await using var quiet = new World(s => s.AddNotificationOutcomeHandler<AllHandler>());
        await using var loud = new World(s => s.AddNotificationOutcomeHandler<AllHandler>(), o => o.ToldOfBroadcasts = OutcomeKinds.All);
        await using var picky = new World(s => s.AddNotificationOutcomeHandler<AllHandler>(), o => o.Told = OutcomeKinds.Failed | OutcomeKinds.Apps);
        NotificationOutcome[] events =
        [
            Sent(North) with { BroadcastId = Guid.NewGuid() },
            new NotificationFailed { BroadcastId = Guid.NewGuid(), TenantId = North, Status = DeliveryStatus.Failed },
            new NotificationFailed { TenantId = North, Status = DeliveryStatus.Skipped },
        ];

        (await Told(quiet)).ShouldBe([DeliveryStatus.Failed, DeliveryStatus.Skipped]);
        (await Told(loud)).ShouldBe([DeliveryStatus.Sent, DeliveryStatus.Failed, DeliveryStatus.Skipped]);
        (await Told(picky)).ShouldBe([DeliveryStatus.Failed]);

        async Task<IEnumerable<DeliveryStatus>> Told(World world)
        {
            world.Sink.Publish(events);
            await world.RunAsync();
            await Eventually.Async(() => world.Heard.Count == 2, Patience, "the events");
            return world.Heard.First(h => h.Events[0] is NotificationOutcome).Events.Cast<NotificationOutcome>().Select(e => e.Status);
        }
    }

    [Fact]
    public async Task Publishers_get_everything_but_what_has_left_already()
    {
        await using var world = new World(s => s.AddOutcomePublisher<Bus>().AddNotificationOutcomeHandler<SentHandler>());
        var (inside, both) = (Sent(North), Sent(North));

        world.Sink.PublishInside([inside]);
        world.Sink.Publish(both);
        await world.RunAsync();

        await Eventually.Async(() => world.Heard.Count == 2, Patience, "bus and handler");
        world.Heard.Select(h => h.Events.Count).ShouldBe([1, 2], ignoreOrder: true);
        world.Heard.Single(h => h.Events.Count == 1).Events.ShouldBe([both]);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_built_and_nothing_waits()
    {
        await using var world = new World(_ => { });

        world.Sink.IsHeard.ShouldBeFalse();
        world.Sink.EventsOf(Unbuilt()).ShouldBeEmpty();
        world.Sink.Publish(Sent(North));

        static IEnumerable<DeliveryLog> Unbuilt()
        {
            throw new InvalidOperationException("Nobody may look at the deliveries.");
#pragma warning disable CS0162 // Makes it an iterator.
            yield break;
#pragma warning restore CS0162
        }
    }

    [Fact]
    public async Task What_waits_when_the_host_stops_is_still_told()
    {
        await using var world = new World(s => s.AddNotificationOutcomeHandler<SentHandler>(), o => o.BatchSize = 1);
        await world.RunAsync();

        world.Sink.Publish(Enumerable.Range(0, 50).Select(_ => Sent(North)));
        await world.Pump.StopAsync(TestContext.Current.CancellationToken);

        world.Heard.Count.ShouldBe(50);
    }

    [Fact]
    public void A_class_that_hears_of_nothing_is_refused_at_once()
        => Should.Throw<ArgumentException>(() => new ServiceCollection().AddNotificationOutcomeHandler<OutcomePumpTests>()).Message.ShouldContain("INotificationOutcomeHandler");

    [Fact]
    public void The_text_of_an_outcome_holds_no_openid() => (Sent(North) with { OpenId = "o-alice" }).ToString().ShouldNotContain("o-alice");

    private static NotificationSent Sent(Guid tenant) => new() { DeliveryId = Guid.NewGuid(), TenantId = tenant, Status = DeliveryStatus.Sent };

    private sealed record Batch(Guid? Tenant, IReadOnlyList<IOutcomeEvent> Events);

    private sealed class SentHandler(World world, IAmbientTenant tenant) : INotificationOutcomeHandler<NotificationSent>
    {
        public Task HandleAsync(IReadOnlyList<NotificationSent> events, CancellationToken cancellationToken) => world.HearAsync(tenant, events);
    }

    private sealed class AllHandler(World world, IAmbientTenant tenant) : INotificationOutcomeHandler<NotificationOutcome>, INotificationOutcomeHandler<IOutcomeEvent>
    {
        public Task HandleAsync(IReadOnlyList<NotificationOutcome> events, CancellationToken cancellationToken) => world.HearAsync(tenant, events);

        public Task HandleAsync(IReadOnlyList<IOutcomeEvent> events, CancellationToken cancellationToken) => world.HearAsync(tenant, events);
    }

    private sealed class BrokenHandler : INotificationOutcomeHandler<NotificationSent>
    {
        public Task HandleAsync(IReadOnlyList<NotificationSent> events, CancellationToken cancellationToken) => throw new InvalidOperationException("a bug");
    }

    private sealed class HangingHandler : INotificationOutcomeHandler<NotificationSent>
    {
        public Task HandleAsync(IReadOnlyList<NotificationSent> events, CancellationToken cancellationToken) => new TaskCompletionSource().Task;
    }

    private sealed class Bus(World world, IAmbientTenant tenant) : IOutcomePublisher
    {
        public Task PublishAsync(IReadOnlyList<IOutcomeEvent> events, CancellationToken cancellationToken) => world.HearAsync(tenant, events);
    }

    /// <summary>The module without a database: the pump needs none.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly ServiceProvider _services;

        public World(Action<IServiceCollection> listeners, Action<OutcomeOptions>? options = null)
        {
            var services = new ServiceCollection();
            services.AddSingleton(this);
            services.AddSingleton<TimeProvider>(Clock);
            services.AddLogging(logging => logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Trace));
            services.AddWeChatNotifications(new ConfigurationBuilder().Build());
            services.Configure(options ?? (static _ => { }));
            listeners(services);
            _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        }

        public ManualTimeProvider Clock { get; } = new();

        public CapturingLoggerProvider Logs { get; } = new();

        public ConcurrentQueue<Batch> Heard { get; } = new();

        public IOutcomeSink Sink => _services.GetRequiredService<IOutcomeSink>();

        public OutcomePump Pump => _services.GetRequiredService<OutcomePump>();

        public Task RunAsync() => Pump.StartAsync(TestContext.Current.CancellationToken);

        public Task HearAsync(IAmbientTenant tenant, IReadOnlyList<IOutcomeEvent> events)
        {
            Heard.Enqueue(new(tenant.Id, events));
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            await Pump.StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        }
    }
}
