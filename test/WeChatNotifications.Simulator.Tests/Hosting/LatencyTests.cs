using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Hosting;

public sealed class LatencyTests
{
    [Fact]
    public async Task A_call_takes_effect_at_once_and_is_answered_after_its_latency()
    {
        using var time = new ManualTime();
        await using var shop = await Given.A_shop(new SimulatorOptions { Time = time });
        var token = await shop.Token();
        shop.Control.SetLatency(new() { FixedMs = 50 });
        var sending = shop.SendWeather(token: token);
        await time.TimerStarted();
        shop.Control.Report().Accepted.ShouldBe(1);
        time.Advance(TimeSpan.FromMilliseconds(49));
        sending.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromMilliseconds(1));

        (await sending).Code.ShouldBe(0);
        shop.Control.Calls()[^1].DurationMs.ShouldBe(50);
    }

    [Fact]
    public async Task A_path_of_its_own_goes_before_all_paths_and_jitter_comes_on_top()
    {
        using var time = new ManualTime();
        await using var shop = await Given.A_shop(new SimulatorOptions { Time = time });
        shop.Control.SetLatency(new() { FixedMs = 60_000 });
        shop.Control.SetLatency(new() { Path = Given.StablePath, JitterMs = 100 });
        shop.Control.SetLatency(new() { Path = Given.ClassicPath, FixedMs = 10, JitterMs = 20 });
        for (var i = 0; i < 20; i++)
        {
            var token = shop.Classic();
            await time.TimerStarted();
            time.Advance(TimeSpan.FromMilliseconds(9));
            token.IsCompleted.ShouldBeFalse();
            time.Advance(TimeSpan.FromMilliseconds(21));
            (await token).Code.ShouldBe(0);
        }

        shop.Control.Latencies().Select(latency => latency.Path).ShouldBe(["*", Given.StablePath, Given.ClassicPath]);
    }

    [Fact]
    public async Task Latency_of_nothing_and_a_clearing_take_it_away()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetLatency(new() { FixedMs = 600_000 });
        shop.Control.SetLatency(new());
        (await shop.SendWeather()).Code.ShouldBe(0);
        shop.Control.SetLatency(new() { FixedMs = 600_000 });

        shop.Control.ClearLatency();

        (await shop.SendWeather()).Code.ShouldBe(0);
        shop.Control.Latencies().ShouldBeEmpty();
    }
}
