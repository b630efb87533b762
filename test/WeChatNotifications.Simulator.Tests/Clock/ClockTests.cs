using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Clock;

public sealed class ClockTests
{
    private static readonly DateTimeOffset NewYear = new(2030, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task A_frozen_clock_stands_still_moves_on_demand_and_runs_again()
    {
        using var time = new ManualTime();
        await using var shop = await Given.A_shop(new SimulatorOptions { Time = time });
        shop.Control.SetClock(NewYear);
        time.Advance(TimeSpan.FromHours(1));
        shop.Control.Clock().ShouldBe(new(NewYear, Frozen: true));
        shop.Control.AdvanceClock(TimeSpan.FromMinutes(-5));
        shop.Control.Clock().Now.ShouldBe(NewYear.AddMinutes(-5));

        shop.Control.UnfreezeClock();
        time.Advance(TimeSpan.FromSeconds(10));

        shop.Control.Clock().ShouldBe(new(NewYear.AddMinutes(-5).AddSeconds(10), Frozen: false));
    }

    [Fact]
    public async Task A_running_clock_keeps_the_distance_it_was_given()
    {
        using var time = new ManualTime();
        await using var shop = await Given.A_shop(new SimulatorOptions { Time = time });
        shop.Control.SetClock(NewYear, freeze: false);

        time.Advance(TimeSpan.FromHours(1));
        shop.Control.AdvanceClock(TimeSpan.FromDays(1));

        shop.Control.Clock().ShouldBe(new(NewYear.AddDays(1).AddHours(1), Frozen: false));
        shop.Control.Reset();
        shop.Control.Clock().ShouldBe(new(time.GetUtcNow(), Frozen: false));
    }

    [Fact]
    public async Task Messages_and_calls_carry_the_simulated_time()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(NewYear);

        await shop.SendWeather();

        shop.Control.Messages().Messages.ShouldHaveSingleItem().At.ShouldBe(NewYear);
        shop.Control.Calls().ShouldAllBe(call => call.At == NewYear);
        shop.Control.Report().Now.ShouldBe(NewYear);
    }

    [Fact]
    public async Task A_clock_set_back_neither_lengthens_a_tokens_promise_nor_blocks_forced_refreshes()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(NewYear);
        var token = (await shop.Stable(force: true)).Token;

        shop.Control.SetClock(NewYear.AddYears(-1));

        (await shop.Stable()).ExpiresIn.ShouldBe(7200);
        (await shop.SendWeather(token: token)).Code.ShouldBe(0);
        (await shop.Stable(force: true)).Token.ShouldNotBe(token);
    }
}
