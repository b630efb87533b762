using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Statistics;

public sealed class LinqFoldTests() : FoldTests(QueueKind.Linq);

public sealed class PostgreSqlFoldTests() : FoldTests(QueueKind.PostgreSql);

/// <summary>Folding changes where the figures are found, and not what they are.</summary>
public abstract class FoldTests(QueueKind kind) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly TallyKey Key = new(Given.Tenant, TallyKey.HourOf(Given.Now), Guid.NewGuid(), "order-paid", null, DeliveryStatus.Sent, DeliveryReason.None, null);

    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync(kind);

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Tallies_of_one_outcome_become_one_row_and_later_ones_are_added_to_it()
    {
        await AddAsync((Key, 2), (Key, 3), (Key with { TenantId = null }, 7), (Key with { ErrorCode = 1 }, 4), (Key with { BroadcastId = Guid.NewGuid() }, 5));

        (await FoldAsync(3)).ShouldBe(3);
        (await FoldAsync(100)).ShouldBe(2);
        (await FoldAsync(100)).ShouldBe(0);
        await AddAsync((Key, 10), (Key, -1));
        (await FoldAsync(100)).ShouldBe(2);

        (await _world.AllAsync<DeliveryTally>()).ShouldBeEmpty();
        var rows = await _world.AllAsync<DeliveryStatistic>();
        rows.Select(r => r.Count).Order().ShouldBe([4, 5, 7, 14]);
        rows.Single(r => r.Count == 7).TenantId.ShouldBeNull();
    }

    [Fact]
    public async Task Nodes_that_fold_at_once_neither_lose_nor_double_anything()
    {
        await AddAsync([.. Enumerable.Range(0, 300).Select(i => (Key with { ErrorCode = i % 7 }, 1L))]);

        // Of two that meet in the same rows the reference lets one fail; its transaction leaves nothing, and the next turn takes them.
        for (var turn = 0; (await _world.AllAsync<DeliveryTally>()).Count > 0; turn++)
        {
            turn.ShouldBeLessThan(100);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => FoldAsync(20)).ContinueWith(t => t.Exception, Stop, TaskContinuationOptions.None, TaskScheduler.Default)));
        }

        (await _world.AllAsync<DeliveryStatistic>()).ShouldSatisfyAllConditions(
            rows => rows.Count.ShouldBe(7), rows => rows.Sum(r => r.Count).ShouldBe(300), rows => rows.ShouldAllBe(r => r.Count >= 42));
    }

    [Fact]
    public async Task The_pace_counts_what_was_accepted_and_not_what_was_confirmed_later()
    {
        await AddAsync((Key, 5), (Key with { Status = DeliveryStatus.Failed }, 9), (Key with { TenantId = Given.OtherTenant }, 2));
        await FoldAsync(100);
        await AddAsync((Key, -3), (Key with { Status = DeliveryStatus.Confirmed }, 3), (Key, 1));
        await FoldAsync(100, Given.Now.AddSeconds(30));
        await AddAsync((Key, 4));
        await FoldAsync(100, Given.Now.AddSeconds(61));

        using (_world.Tenant.Change(Given.Tenant))
        {
            (await _world.UseAsync<IDeliveryStatisticsRepository, IReadOnlyList<MinuteCount>>(r => r.GetPaceAsync(Given.Now, Stop)))
                .ShouldBe([new(Given.Now, 6), new(Given.Now.AddMinutes(1), 4)]);
        }
    }

    [Fact]
    public async Task Old_hours_and_minutes_are_forgotten_in_small_steps()
    {
        await AddAsync([.. Enumerable.Range(0, 10).Select(day => (Key with { Hour = Key.Hour.AddDays(-day) }, 1L))]);
        await FoldAsync(100);

        (await ForgetAsync(Given.Now.AddDays(-4), Given.Now, max: 3)).ShouldBe(3);
        (await ForgetAsync(Given.Now.AddDays(-4), Given.Now.AddMinutes(1), max: 3)).ShouldBe(2);
        (await ForgetAsync(Given.Now.AddDays(-4), Given.Now.AddMinutes(1), max: 3)).ShouldBe(0);

        (await _world.AllAsync<DeliveryStatistic>()).Count.ShouldBe(5);
        (await _world.AllAsync<DeliveryPace>()).ShouldBeEmpty();
    }

    private Task<int> ForgetAsync(DateTimeOffset before, DateTimeOffset paceBefore, int max)
        => _world.UseAsync<IDeliveryStatisticsRepository, int>(r => r.ForgetAsync(before, paceBefore, max, Stop));

    private Task<int> FoldAsync(int max, DateTimeOffset? now = null) => _world.UseAsync<IDeliveryStatisticsRepository, int>(r => r.FoldAsync(max, now ?? Given.Now, Stop));

    private Task AddAsync(params IReadOnlyList<(TallyKey Key, long Count)> tallies) => _world.AddAsync([.. tallies.Select(t => DeliveryTally.Of(t.Key, t.Count, Given.Now))]);
}
