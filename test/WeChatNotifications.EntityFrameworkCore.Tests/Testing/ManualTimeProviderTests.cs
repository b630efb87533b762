using WeChatNotifications.Testing;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Testing;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Timers_fire_in_the_order_of_their_times_and_see_their_own_moment()
    {
        var start = _time.GetUtcNow();
        var fired = new List<(string Name, TimeSpan At)>();
        using var late = _time.CreateTimer(_ => fired.Add(("late", _time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(7), Timeout.InfiniteTimeSpan);
        using var often = _time.CreateTimer(_ => fired.Add(("often", _time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));

        _time.Advance(TimeSpan.FromSeconds(8));

        fired.ShouldBe([("often", TimeSpan.FromSeconds(3)), ("often", TimeSpan.FromSeconds(6)), ("late", TimeSpan.FromSeconds(7))]);
        (_time.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(8));
        _time.WaitingTimers.ShouldBe(1);
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_passed_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _time);

        _time.Advance(TimeSpan.FromSeconds(59));
        delay.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(5));
        _time.WaitingTimers.ShouldBe(0);
    }

    [Fact]
    public void Setting_the_wall_clock_moves_neither_timestamps_nor_timers()
    {
        var fired = false;
        using var timer = _time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var before = _time.GetTimestamp();

        _time.SetUtcNow(_time.GetUtcNow().AddDays(1));

        _time.GetElapsedTime(before).ShouldBe(TimeSpan.Zero);
        fired.ShouldBeFalse();
    }

    [Fact]
    public async Task A_timer_that_is_due_at_once_fires_without_anybody_moving_the_clock()
    {
        var fired = 0;
        using var timer = _time.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await Eventually.Async(() => Volatile.Read(ref fired) == 1, TimeSpan.FromSeconds(5), "the timer fires");
    }
}
