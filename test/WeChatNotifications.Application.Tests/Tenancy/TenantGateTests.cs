using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Tenancy;

/// <summary>A tenant's rate and its day's volume, on a clock that a test moves.</summary>
public sealed class TenantGateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new(Noon);

    [Fact]
    public void The_day_is_Beijings()
    {
        BeijingDay.StartOf(Noon).ShouldBe(new DateTimeOffset(2026, 11, 22, 16, 0, 0, TimeSpan.Zero));
        BeijingDay.EndOf(Noon).ShouldBe(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        BeijingDay.StartOf(BeijingDay.EndOf(Noon)).ShouldBe(BeijingDay.EndOf(Noon));
        BeijingDay.StartOf(BeijingDay.EndOf(Noon).AddTicks(-1)).ShouldBe(BeijingDay.StartOf(Noon));
    }

    [Fact]
    public void A_volume_ends_with_its_last_message_and_begins_anew_with_the_day()
    {
        var gate = Gate(volume: 3, sent: 1);

        Take(gate).ShouldBeTrue();
        Take(gate).ShouldBeTrue();
        gate.TryTake(_time.GetUtcNow(), out var nextDay).ShouldBeFalse();
        nextDay.ShouldBe(BeijingDay.EndOf(Noon));

        _time.AdvanceTo(nextDay);
        Enumerable.Range(0, 4).Select(_ => Take(gate)).ShouldBe([true, true, true, false]);
    }

    [Fact]
    public void What_WeChat_did_not_take_is_given_back_but_not_to_another_day()
    {
        var gate = Gate(volume: 1);
        gate.TryTake(_time.GetUtcNow(), out var day).ShouldBeTrue();
        Take(gate).ShouldBeFalse();
        gate.GiveBack(day);
        Take(gate).ShouldBeTrue();

        _time.AdvanceTo(BeijingDay.EndOf(Noon));
        Take(gate).ShouldBeTrue();
        gate.GiveBack(day);
        Take(gate).ShouldBeFalse("yesterday's is not today's");
    }

    [Fact]
    public void What_other_nodes_have_sent_counts_and_what_is_in_flight_here_is_not_forgotten()
    {
        var gate = Gate(volume: 10);
        Enumerable.Range(0, 4).ShouldAllBe(_ => Take(gate));

        gate.Update(Settings(volume: 10), sent: 2, BeijingDay.StartOf(Noon));
        Enumerable.Range(0, 7).Count(_ => Take(gate)).ShouldBe(6);
        gate.Update(Settings(volume: 20), sent: 18, BeijingDay.StartOf(Noon));
        Enumerable.Range(0, 7).Count(_ => Take(gate)).ShouldBe(2);
    }

    [Fact]
    public void Without_limits_nothing_is_held_up()
    {
        var gate = new TenantGate(_time);
        Enumerable.Range(0, 100_000).ShouldAllBe(_ => Take(gate));
        gate.Rate.Reserve().ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void All_apps_of_a_tenant_share_its_rate_and_each_keeps_its_own_too()
    {
        var gate = Gate(rate: 10);
        var (quick, slow) = (new SendRate(_time, gate.Rate), new SendRate(_time, gate.Rate));
        slow.Limit(2);
        _time.Advance(TimeSpan.FromMinutes(1));

        // Two apps, eleven turns each: 22 turns of the common rate are 2.1 s less what a rest has saved up.
        var waits = Enumerable.Range(0, 11).Select(_ => (Quick: quick.Reserve(), Slow: slow.Reserve())).ToList();

        waits[^1].Quick.ShouldBe(TimeSpan.FromSeconds(1.9));
        waits[^1].Slow.ShouldBeGreaterThan(TimeSpan.FromSeconds(4), "its own limit is the stricter one");
    }

    private TenantGate Gate(int? volume = null, int? rate = null, long sent = 0)
    {
        var gate = new TenantGate(_time);
        gate.Update(Settings(volume, rate), sent, BeijingDay.StartOf(_time.GetUtcNow()));
        return gate;
    }

    private static TenantSettings Settings(int? volume = null, int? rate = null)
    {
        var settings = TenantSettings.Of(Guid.NewGuid(), Noon);
        settings.Limit(rate, volume, null, Noon);
        return settings;
    }

    private bool Take(TenantGate gate) => gate.TryTake(_time.GetUtcNow(), out _);
}
