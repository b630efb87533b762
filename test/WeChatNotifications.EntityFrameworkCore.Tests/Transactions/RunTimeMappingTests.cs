using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Events;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Transactions;

/// <summary>What administrators map goes the way of what code maps: in the transaction of the save.</summary>
public sealed class RunTimeMappingTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync();
        await using var visit = _shop.Visit();
        await visit.Services.GetRequiredService<IEventMappingAppService>().CreateAsync(new()
        {
            Name = "warehouse",
            EventName = "order-paid",
            Template = "order-paid",
            RecipientPath = "Order.Product",
            Fields = [new() { Field = "product", Path = "Order.Product" }],
            DedupKeyPattern = "warehouse-{Order.Product}",
        });
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Commit_queues_what_code_and_what_administrators_have_mapped()
    {
        await using var visit = _shop.Visit();
        await using var transaction = await visit.Context.Database.BeginTransactionAsync();
        visit.Context.Add(Order.Pay("o-alice", "tea"));
        await visit.Context.SaveChangesAsync();

        (await _shop.QueuedAsync()).ShouldBeEmpty();
        await transaction.CommitAsync();

        (await _shop.QueuedAsync()).ShouldBe(["o-alice", "tea"]);
    }

    [Fact]
    public async Task Rollback_leaves_nothing_of_either()
    {
        await using (var visit = _shop.Visit())
        await using (var transaction = await visit.Context.Database.BeginTransactionAsync())
        {
            visit.Context.Add(Order.Pay("o-alice", "tea"));
            await visit.Context.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        (await _shop.QueuedAsync()).ShouldBeEmpty();
        (await _shop.OrdersAsync()).ShouldBeEmpty();

        // The key of what was rolled back is free.
        await using var again = _shop.Visit();
        again.Context.Add(Order.Pay("o-bob", "tea"));
        await again.Context.SaveChangesAsync();
        (await _shop.QueuedAsync()).ShouldBe(["o-bob", "tea"]);
    }

    [Fact]
    public async Task A_save_that_fails_takes_both_with_it()
    {
        await using var first = _shop.Visit();
        first.Context.Add(new Order { OpenId = "o-alice", Product = "tea" });
        await first.Context.SaveChangesAsync();

        await using var second = _shop.Visit();
        second.Context.Add(Order.Pay("o-alice", "tea"));
        await Should.ThrowAsync<DbUpdateException>(() => second.Context.SaveChangesAsync());

        (await _shop.QueuedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removal_that_is_rolled_back_removes_nothing()
    {
        await using (var visit = _shop.Visit())
        {
            var mappings = visit.Services.GetRequiredService<IEventMappingAppService>();
            var module = visit.Services.GetRequiredService<WeChatNotificationsDbContext>();
            await using var transaction = await module.Database.BeginTransactionAsync();
            await mappings.DeleteAsync((await mappings.ListAsync(null)).Single().Id);
            await transaction.RollbackAsync();
        }

        await using var after = _shop.Visit();
        after.Context.Add(Order.Pay("o-alice", "tea"));
        await after.Context.SaveChangesAsync();

        (await _shop.QueuedAsync()).ShouldBe(["o-alice", "tea"]);
    }
}
