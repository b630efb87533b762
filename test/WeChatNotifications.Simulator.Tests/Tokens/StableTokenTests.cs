namespace WeChatNotifications.Simulator.Tests.Tokens;

public sealed class StableTokenTests
{
    private static readonly DateTimeOffset Morning = new(2026, 5, 1, 8, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task The_same_token_comes_back_with_the_seconds_it_has_left()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(Morning);
        var first = await shop.Stable();
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(6855));

        var later = await shop.Stable();

        first.ExpiresIn.ShouldBe(7200);
        later.Token.ShouldBe(first.Token);
        later.ExpiresIn.ShouldBe(345);
    }

    [Fact]
    public async Task Five_minutes_before_its_end_a_call_rolls_it_over_and_both_work_for_five_minutes()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(Morning);
        var old = await shop.Token();
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(7200 - 300));

        var rolled = await shop.Stable();

        rolled.Token.ShouldNotBe(old);
        rolled.ExpiresIn.ShouldBe(7200);
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(299));
        (await shop.SendWeather(token: old)).Code.ShouldBe(0);
        (await shop.SendWeather(token: rolled.Token)).Code.ShouldBe(0);
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(1));
        (await shop.SendWeather(token: old)).Code.ShouldBe(42001);
    }

    [Fact]
    public async Task One_second_earlier_it_still_is_the_same_token()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(Morning);
        var old = await shop.Token();
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(7200 - 301));

        (await shop.Stable()).Token.ShouldBe(old);
    }

    [Fact]
    public async Task A_forced_refresh_gives_a_new_token_and_leaves_the_old_one_its_overlap()
    {
        await using var shop = await Given.A_shop();
        var old = await shop.Token();

        var forced = await shop.Stable(force: true);

        forced.Token.ShouldNotBe(old);
        forced.ExpiresIn.ShouldBe(7200);
        (await shop.SendWeather(token: old)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Two_forced_refreshes_thirty_seconds_apart_kill_a_leaked_token()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(Morning);
        var leaked = await shop.Token();
        await shop.Stable(force: true);
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(30));

        await shop.Stable(force: true);

        (await shop.SendWeather(token: leaked)).Code.ShouldBe(40001);
    }

    [Fact]
    public async Task A_second_forced_refresh_within_thirty_seconds_gives_the_current_token()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(Morning);
        var forced = await shop.Stable(force: true);
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(29));

        var again = await shop.Stable(force: true);

        again.Token.ShouldBe(forced.Token);
        again.ExpiresIn.ShouldBe(7200 - 29);
        shop.Control.Report().TokenCalls.Single(calls => calls is { AppId: Given.App, Kind: "stable" }).ForcedRefreshes.ShouldBe(1);
    }

    [Fact]
    public async Task The_21st_forced_refresh_of_a_day_is_refused_and_normal_calls_go_on()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(Morning);
        for (var i = 0; i < 20; i++)
        {
            (await shop.Stable(force: true)).Code.ShouldBe(0);
            shop.Control.AdvanceClock(TimeSpan.FromSeconds(31));
        }

        (await shop.Stable(force: true)).Code.ShouldBe(45009);
        (await shop.Stable()).Code.ShouldBe(0);

        shop.Control.SetClock(Morning.AddDays(1));
        (await shop.Stable(force: true)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task More_calls_than_a_minute_allows_are_refused_until_the_next_minute()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(Morning);
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { StableTokensPerMinute = 2 } });
        await shop.Stable();
        await shop.Stable();

        var refused = await shop.Stable();
        refused.Code.ShouldBe(45011);
        refused.PlainText.ShouldBe("api minute-quota reach limit  mustslower  retry next minute");

        shop.Control.AdvanceClock(TimeSpan.FromMinutes(1));
        (await shop.Stable()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task WeChats_own_limits_are_set_from_the_start()
    {
        await using var shop = await Given.A_shop();

        var limits = shop.Control.Quotas(Given.App).ToDictionary(quota => quota.Name, quota => quota.Limit, StringComparer.Ordinal);

        limits["classicTokensPerDay"].ShouldBe(2_000);
        limits["stableTokensPerDay"].ShouldBe(500_000);
        limits["stableTokensPerMinute"].ShouldBe(10_000);
        limits["forcedRefreshesPerDay"].ShouldBe(20);
        limits["sendsPerDay"].ShouldBe(10_000_000);
        limits["sendsPerMinute"].ShouldBeNull();
    }

    [Fact]
    public async Task Calls_from_many_sides_at_once_all_get_the_same_token()
    {
        await using var shop = await Given.A_shop();

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => shop.Stable()));

        replies.Select(reply => reply.Token).Distinct().ShouldHaveSingleItem();
    }
}
