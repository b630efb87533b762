using Microsoft.Extensions.Logging.Abstractions;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Tenancy;

/// <summary>A tenant's rate and its day's volume, on a clock that a test moves.</summary>
public sealed class TenantGateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero);

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly ManualTimeProvider _time = new(Noon);
    private readonly MemoryLedgers _ledgers = new();

    [Fact]
    public void The_day_is_Beijings()
    {
        BeijingDay.StartOf(Noon).ShouldBe(new DateTimeOffset(2026, 11, 22, 16, 0, 0, TimeSpan.Zero));
        BeijingDay.EndOf(Noon).ShouldBe(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        BeijingDay.StartOf(BeijingDay.EndOf(Noon)).ShouldBe(BeijingDay.EndOf(Noon));
        BeijingDay.StartOf(BeijingDay.EndOf(Noon).AddTicks(-1)).ShouldBe(BeijingDay.StartOf(Noon));
    }

    [Fact]
    public async Task A_volume_ends_with_its_last_message_and_begins_anew_with_the_day()
    {
        var gate = Gate(volume: 3, sent: 1);

        (await TakeAsync(gate, 3)).ShouldBe(2);

        _time.AdvanceTo(BeijingDay.EndOf(Noon));
        _ledgers.Sent = 0;
        (await TakeAsync(gate, 4)).ShouldBe(3);
    }

    [Fact]
    public async Task What_WeChat_did_not_take_is_given_back_but_not_to_another_day()
    {
        var gate = Gate(volume: 1);
        (await TakeAsync(gate, 2)).ShouldBe(1);
        gate.GiveBack(BeijingDay.StartOf(Noon));
        (await TakeAsync(gate, 2)).ShouldBe(1);

        _time.AdvanceTo(BeijingDay.EndOf(Noon));
        (await TakeAsync(gate, 1)).ShouldBe(1);
        gate.GiveBack(BeijingDay.StartOf(Noon));
        (await TakeAsync(gate, 1)).ShouldBe(0, "yesterday's is not today's");
    }

    [Fact]
    public async Task Nodes_keep_to_a_volume_together_and_one_that_rests_leaves_its_part_to_the_other()
    {
        var (one, other) = (Gate(volume: 1_000), Gate(volume: 1_000));
        (await TakeAsync(one, 25)).ShouldBe(25);
        var before = await TakeAsync(other, 2_000);
        before.ShouldBeInRange(950, 975, "a few are kept by the first");

        _time.Advance(TimeSpan.FromSeconds(2));
        await one.ReturnIdleAsync(atOnce: false, Stop);
        (before + 25 + await TakeAsync(other, 2_000)).ShouldBe(1_000);
        (await TakeAsync(one, 1)).ShouldBe(0);
    }

    [Fact]
    public async Task A_volume_is_asked_for_in_blocks_and_a_refusal_is_believed_for_a_moment()
    {
        var gate = Gate(volume: 10_000);
        await TakeAsync(gate, 10_000);
        _ledgers.Calls.ShouldBeLessThan(150);

        var calls = _ledgers.Calls;
        (await TakeAsync(gate, 1_000)).ShouldBe(0);
        (_ledgers.Calls - calls).ShouldBe(1);
    }

    [Fact]
    public async Task Without_limits_nothing_is_held_up_and_nobody_is_asked()
    {
        var gate = Gate();
        (await TakeAsync(gate, 100_000)).ShouldBe(100_000);
        (await gate.Rate.WaitAsync(1, Stop)).ShouldBeTrue();
        _ledgers.Calls.ShouldBe(0);
    }

    private TenantGate Gate(int? volume = null, int? rate = null, long sent = 0)
    {
        _ledgers.Sent = sent;
        var gate = new TenantGate(Guid.Empty, _ledgers, _ledgers, _time, NullLogger.Instance);
        gate.Update(Settings(volume, rate));
        return gate;
    }

    private static TenantSettings Settings(int? volume = null, int? rate = null)
    {
        var settings = TenantSettings.Of(Guid.NewGuid(), Noon);
        settings.Limit(rate, volume, null, Noon);
        return settings;
    }

    /// <summary>How many of so many messages may leave.</summary>
    private async Task<int> TakeAsync(TenantGate gate, int wanted)
    {
        var taken = 0;
        for (var i = 0; i < wanted; i++)
        {
            taken += await gate.TakeAsync(_time.GetUtcNow(), Stop) ? 1 : 0;
        }

        return taken;
    }
}
