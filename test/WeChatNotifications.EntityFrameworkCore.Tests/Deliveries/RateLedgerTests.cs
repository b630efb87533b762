using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Deliveries;

/// <summary>Turns under a rate, given to many at once and never twice.</summary>
public sealed class RateLedgerTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly RateKey _key = new(RateScope.App, Guid.NewGuid());

    [Theory]
    [InlineData(QueueKind.Linq)]
    [InlineData(QueueKind.PostgreSql)]
    public async Task No_two_who_ask_at_once_get_the_same_turn(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var now = DateTimeOffset.UtcNow;

        var grants = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TakeAsync(world, perSecond: 10, wanted: 5, now)));

        var starts = grants.Select(g => g.From).Order().ToList();
        grants.ShouldAllBe(g => g.Count == 5);

        // By whose clock they were given does not matter here: 20 grants of half a second lie behind each other.
        (starts[^1] - starts[0]).ShouldBeInRange(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(10));
        starts.Zip(starts.Skip(1)).Count(p => p.Second - p.First < TimeSpan.FromSeconds(0.1)).ShouldBe(0);
    }

    [Theory]
    [InlineData(QueueKind.Linq)]
    [InlineData(QueueKind.PostgreSql)]
    public async Task A_rest_saves_up_a_tenth_of_a_second_and_limits_do_not_mix(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var now = DateTimeOffset.UtcNow;
        (await TakeAsync(world, 10, 1, now)).From.ShouldBeInRange(now - TimeSpan.FromMilliseconds(101), now);
        (await TakeAsync(world, 10, 100, now)).From.ShouldBeLessThan(now + TimeSpan.FromMilliseconds(200));

        var other = await world.UseAsync<IRateLedger, RateGrant>(l => l.TakeAsync(new RateKey(RateScope.Tenant, _key.Id), 10, 1, now, Stop));

        other.From.ShouldBeLessThanOrEqualTo(now, "the tenant's limit is another one");
        (await TakeAsync(world, 10, 1, now)).From.ShouldBeGreaterThan(now + TimeSpan.FromSeconds(8));
    }

    [Theory]
    [InlineData(QueueKind.Linq)]
    [InlineData(QueueKind.PostgreSql)]
    public async Task What_a_wrong_clock_has_left_behind_stops_nobody(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var now = DateTimeOffset.UtcNow;
        await world.AddAsync(new RateTurns(_key, now.AddDays(1)));

        (await TakeAsync(world, 10, 1, now)).From.ShouldBeLessThanOrEqualTo(now);
    }

    [Fact]
    public async Task PostgreSql_goes_by_its_own_clock_and_nodes_may_differ()
    {
        await using var world = await World.CreateAsync();
        var (right, ahead) = (DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(10));
        await TakeAsync(world, 10, 5, right);

        (await TakeAsync(world, 10, 5, ahead)).From.ShouldBeLessThan(ahead + TimeSpan.FromSeconds(1), "in the words of its own clock, it is the next half second");
        (await TakeAsync(world, 10, 5, right)).From.ShouldBeLessThan(right + TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(3, 1, 333_334)]
    [InlineData(7, 7, 1_000_000)]
    [InlineData(10_000, 1, 100)]
    public void Turns_last_no_shorter_than_the_limit_allows(int perSecond, int count, double microseconds)
        => RateTurns.Duration(perSecond, count).TotalMicroseconds.ShouldBe(microseconds);

    private Task<RateGrant> TakeAsync(World world, int perSecond, int wanted, DateTimeOffset now)
        => world.UseAsync<IRateLedger, RateGrant>(l => l.TakeAsync(_key, perSecond, wanted, now, Stop));
}
