using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Events;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Transactions;

/// <summary>Events of saved entities become messages in the transaction of the save.</summary>
public sealed class NotificationEventsTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Shop.OpenAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_saved_entity_and_its_message_come_together_and_the_event_is_forgotten()
    {
        await using var visit = _shop.Visit();
        var order = Order.Pay("o-alice", "茶");
        visit.Context.Add(order);

        await visit.Context.SaveChangesAsync();

        (await _shop.OrdersAsync()).ShouldBe(["茶"]);
        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
        order.NotificationEvents.ShouldBeEmpty();
        _shop.Signal.Count.ShouldBe(1);
        await visit.Context.SaveChangesAsync();
        (await _shop.QueuedAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task In_the_callers_transaction_the_message_waits_for_the_callers_commit()
    {
        await using var visit = _shop.Visit();
        await using var transaction = await visit.Context.Database.BeginTransactionAsync();
        visit.Context.Add(Order.Pay("o-alice", "茶"));
        await visit.Context.SaveChangesAsync();

        (await _shop.QueuedAsync()).ShouldBeEmpty();
        _shop.Signal.Count.ShouldBe(0);
        await transaction.CommitAsync();

        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
        _shop.Signal.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rollback_takes_entity_and_message()
    {
        await using var visit = _shop.Visit();
        await using (var transaction = await visit.Context.Database.BeginTransactionAsync())
        {
            visit.Context.Add(Order.Pay("o-alice", "茶"));
            await visit.Context.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        (await _shop.OrdersAsync()).ShouldBeEmpty();
        (await _shop.QueuedAsync()).ShouldBeEmpty();
        _shop.Signal.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_save_that_fails_queues_nothing_keeps_the_event_and_can_be_tried_again()
    {
        await using var visit = _shop.Visit();
        await _shop.Database.ExecuteAsync("""insert into "Orders" ("OpenId", "Product") values ('o-first', '茶')""");
        var order = Order.Pay("o-alice", "茶");
        visit.Context.Add(order);

        await Should.ThrowAsync<DbUpdateException>(() => visit.Context.SaveChangesAsync());
        (await _shop.QueuedAsync()).ShouldBeEmpty();
        order.NotificationEvents.Count.ShouldBe(1);
        visit.Context.Database.CurrentTransaction.ShouldBeNull();

        order.Product = "咖啡";
        await visit.Context.SaveChangesAsync();
        (await _shop.OrdersAsync()).ShouldBe(["茶", "咖啡"]);
        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
        order.NotificationEvents.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_cannot_be_queued_takes_the_save_back_and_keeps_the_event()
    {
        var order = Order.Pay("not an openid", "茶");
        await using (var visit = _shop.Visit())
        {
            visit.Context.Add(order);
            await Should.ThrowAsync<RuleViolationException>(() => visit.Context.SaveChangesAsync());

            order.NotificationEvents.Count.ShouldBe(1);
            visit.Context.Database.CurrentTransaction.ShouldBeNull();
            (await _shop.OrdersAsync()).ShouldBeEmpty();

            // The context takes the order for saved: a second try would send a message about an order that is nowhere.
            order.OpenId = "o-alice";
            await Should.ThrowAsync<InvalidOperationException>(() => visit.Context.SaveChangesAsync());
            (await _shop.QueuedAsync()).ShouldBeEmpty();
        }

        await using var again = _shop.Visit();
        again.Context.Add(order);
        await again.Context.SaveChangesAsync();
        (await _shop.OrdersAsync()).ShouldBe(["茶"]);
        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
    }

    [Fact]
    public async Task A_cleared_context_may_go_on_after_that()
    {
        await using var visit = _shop.Visit();
        visit.Context.Add(Order.Pay("not an openid", "茶"));
        await Should.ThrowAsync<RuleViolationException>(() => visit.Context.SaveChangesAsync());
        visit.Context.ChangeTracker.Clear();

        visit.Context.Add(Order.Pay("o-alice", "茶"));
        await visit.Context.SaveChangesAsync();

        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
    }

    [Fact]
    public async Task Events_of_a_deleted_entity_count_too()
    {
        await using var visit = _shop.Visit();
        var order = Order.Pay("o-alice", "茶");
        visit.Context.Add(order);
        await visit.Context.SaveChangesAsync();

        var cancelled = Order.Pay("o-bob", "茶");
        visit.Context.Entry(order).State = EntityState.Detached;
        visit.Context.Entry(cancelled).Property(o => o.Id).CurrentValue = order.Id;
        visit.Context.Remove(cancelled);
        await visit.Context.SaveChangesAsync();

        (await _shop.OrdersAsync()).ShouldBeEmpty();
        (await _shop.QueuedAsync()).ShouldBe(["o-alice", "o-bob"]);
    }

    [Fact]
    public async Task A_synchronous_save_with_events_is_refused_before_anything_is_written()
    {
        await using var visit = _shop.Visit();
        visit.Context.Add(Order.Pay("o-alice", "茶"));

#pragma warning disable CA1849, MA0042 // the very thing under test
        Should.Throw<NotSupportedException>(() => visit.Context.SaveChanges());
        (await _shop.OrdersAsync()).ShouldBeEmpty();
        visit.Context.ChangeTracker.Clear();
        visit.Context.Add(new Order { OpenId = "o", Product = "no events" });
        visit.Context.SaveChanges().ShouldBe(1);
#pragma warning restore CA1849, MA0042
    }

    [Fact]
    public async Task Parallel_requests_do_not_mix()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            await using var visit = _shop.Visit();
            await using var transaction = await visit.Context.Database.BeginTransactionAsync();
            visit.Context.Add(Order.Pay($"o-{i:00}", $"茶{i}"));
            await visit.Context.SaveChangesAsync();
            await visit.SendAsync($"o-{i:00}");
            await (i % 2 == 0 ? transaction.CommitAsync() : transaction.RollbackAsync());
        })));

        (await _shop.QueuedAsync()).ShouldBe(Enumerable.Range(0, 12).Where(i => i % 2 == 0).SelectMany(i => new[] { $"o-{i:00}", $"o-{i:00}" }));
    }

    [Fact]
    public async Task A_host_may_keep_the_modules_tables_in_the_very_context_that_raises_the_events()
    {
        await using var shop = await Shop.OpenAsync(configure: services =>
        {
            services.AddDbContext<OneForAllDbContext>((provider, options) => options
                .UseNpgsql(provider.GetRequiredService<DatabaseAddress>().ConnectionString)
                .UseWeChatNotifications(provider));
            services.Replace(ServiceDescriptor.Scoped<IWeChatNotificationsDbContextProvider, OneForAllProvider>());
        });
        await using var visit = shop.Visit();
        var context = visit.Services.GetRequiredService<OneForAllDbContext>();

        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.Add(Order.Pay("o-rolled-back", "茶"));
            await context.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        context.ChangeTracker.Clear();
        context.Add(Order.Pay("o-alice", "茶"));
        await context.SaveChangesAsync();

        (await shop.OrdersAsync()).ShouldBe(["茶"]);
        (await shop.QueuedAsync()).ShouldBe(["o-alice"]);
    }

    private sealed class OneForAllDbContext(DbContextOptions<OneForAllDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Order>().ToTable("Orders").Ignore(o => o.NotificationEvents);
            modelBuilder.ConfigureWeChatNotifications(Database.ProviderName);
        }
    }

    private sealed class OneForAllProvider(OneForAllDbContext context) : IWeChatNotificationsDbContextProvider
    {
        public ValueTask<DbContext> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<DbContext>(context);
    }
}
