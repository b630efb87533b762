namespace WeChatNotifications.Simulator.Tests.Tokens;

public sealed class ClassicTokenTests
{
    [Fact]
    public async Task Every_call_is_a_new_token_for_two_hours()
    {
        await using var shop = await Given.A_shop();

        var first = await shop.Classic();
        var second = await shop.Classic();

        first.Raw.ShouldMatch("""^\{"access_token":"[A-Za-z0-9_-]{136}","expires_in":7200\}$""");
        second.Token.ShouldNotBe(first.Token);
    }

    [Fact]
    public async Task The_token_before_the_current_one_works_for_five_more_minutes()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        var first = (await shop.Classic()).Token;
        await shop.Classic();

        shop.Control.AdvanceClock(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        (await shop.SendWeather(token: first)).Code.ShouldBe(0);

        shop.Control.AdvanceClock(TimeSpan.FromSeconds(1));
        var dead = await shop.SendWeather(token: first);
        dead.Code.ShouldBe(40001);
        dead.PlainText.ShouldBe("invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r");
    }

    [Fact]
    public async Task The_token_before_last_is_dead_at_once()
    {
        await using var shop = await Given.A_shop();
        var first = (await shop.Classic()).Token;
        var second = (await shop.Classic()).Token;
        var third = (await shop.Classic()).Token;

        (await shop.SendWeather(token: first)).Code.ShouldBe(40001);
        (await shop.SendWeather(token: second)).Code.ShouldBe(0);
        (await shop.SendWeather(token: third)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_has_lived_its_two_hours_is_expired()
    {
        await using var shop = await Given.A_shop();
        var token = (await shop.Classic()).Token;
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(7199));
        (await shop.SendWeather(token: token)).Code.ShouldBe(0);

        shop.Control.AdvanceClock(TimeSpan.FromSeconds(2));

        var expired = await shop.SendWeather(token: token);
        expired.Code.ShouldBe(42001);
        expired.PlainText.ShouldBe("access_token expired");
    }

    [Fact]
    public async Task An_expired_token_does_not_come_back_when_a_new_one_is_fetched()
    {
        await using var shop = await Given.A_shop();
        var token = (await shop.Classic()).Token;
        shop.Control.AdvanceClock(TimeSpan.FromHours(3));

        await shop.Classic();

        (await shop.SendWeather(token: token)).Code.ShouldBe(42001);
    }

    [Fact]
    public async Task Classic_and_stable_tokens_never_touch_each_other()
    {
        await using var shop = await Given.A_shop();
        var stable = await shop.Token();
        for (var i = 0; i < 3; i++)
        {
            await shop.Classic();
        }

        (await shop.Token()).ShouldBe(stable);
        (await shop.SendWeather(token: stable)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_of_another_app_does_not_reach_this_apps_users()
    {
        await using var shop = await Given.A_shop();

        var reply = await shop.SendWeather(token: await shop.Token(Given.OtherApp));

        reply.Code.ShouldBe(40003);
    }

    [Fact]
    public async Task The_2001st_call_of_a_day_is_refused_until_midnight_in_Beijing()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(new(2026, 5, 1, 23, 59, 0, TimeSpan.FromHours(8)));
        for (var i = 0; i < 2000; i++)
        {
            (await shop.Classic()).Code.ShouldBe(0);
        }

        var refused = await shop.Classic();
        refused.Code.ShouldBe(45009);
        refused.PlainText.ShouldBe("reach max api daily quota limit");

        shop.Control.AdvanceClock(TimeSpan.FromMinutes(1));
        (await shop.Classic()).Code.ShouldBe(0);
    }
}
