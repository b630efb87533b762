namespace WeChatNotifications.Simulator.Tests.Quotas;

public sealed class QuotaTests
{
    private static readonly DateTimeOffset BeforeMidnightInBeijing = new(2026, 5, 1, 23, 59, 59, TimeSpan.FromHours(8));

    [Fact]
    public async Task The_days_messages_run_out_and_come_back_at_midnight_in_Beijing()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(BeforeMidnightInBeijing);
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { SendsPerDay = 2 } });
        (await shop.SendWeather()).Code.ShouldBe(0);
        (await shop.SendWeather()).Code.ShouldBe(0);

        var refused = await shop.SendWeather();
        (refused.Code, refused.PlainText).ShouldBe((45009, "reach max api daily quota limit"));

        shop.Control.AdvanceClock(TimeSpan.FromSeconds(1));
        (await shop.SendWeather()).Code.ShouldBe(0);
        Quota(shop, "sendsPerDay").Used.ShouldBe(1);
    }

    [Fact]
    public async Task Midnight_elsewhere_changes_nothing()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { SendsPerDay = 1 } });
        shop.Control.SetClock(new(2026, 5, 1, 23, 59, 59, TimeSpan.Zero));
        (await shop.SendWeather()).Code.ShouldBe(0);

        shop.Control.AdvanceClock(TimeSpan.FromSeconds(2));

        (await shop.SendWeather()).Code.ShouldBe(45009);
    }

    [Fact]
    public async Task The_minutes_messages_run_out_and_come_back_with_the_next_minute()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(BeforeMidnightInBeijing.AddSeconds(-30));
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { SendsPerMinute = 2 } });
        (await shop.SendWeather()).Code.ShouldBe(0);
        (await shop.SendWeather()).Code.ShouldBe(0);

        var refused = await shop.SendWeather();
        (refused.Code, refused.PlainText).ShouldBe((45011, "api minute-quota reach limit  mustslower  retry next minute"));

        shop.Control.AdvanceClock(TimeSpan.FromSeconds(30));
        (await shop.SendWeather()).Code.ShouldBe(45011);
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(1));
        (await shop.SendWeather()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_refused_for_another_reason_uses_nothing_up()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { SendsPerDay = 1 } });
        (await shop.Send(openId: Given.Bob)).Code.ShouldBe(43101);
        (await shop.SendWeather(text: "")).Code.ShouldBe(47003);

        (await shop.SendWeather()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Apps_have_limits_of_their_own_and_counters_can_be_set_back()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { SendsPerDay = 1 } });
        shop.Control.SetTemplate(new() { AppId = Given.OtherApp, TemplateId = Given.Weather, Type = 3, Fields = ["thing1"] });
        shop.Control.Decide(new() { AppId = Given.OtherApp, OpenId = "o-stranger", TemplateId = Given.Weather });
        (await shop.SendWeather()).Code.ShouldBe(0);
        (await shop.SendWeather()).Code.ShouldBe(45009);

        (await shop.SendWeather("o-stranger", token: await shop.Token(Given.OtherApp))).Code.ShouldBe(0);
        shop.Control.SetQuotas(new() { AppId = Given.App, ResetUse = true });
        (await shop.SendWeather()).Code.ShouldBe(0);
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { SendsPerDay = -1 } });
        (await shop.SendWeather()).Code.ShouldBe(0);
        Quota(shop, "sendsPerDay").Limit.ShouldBeNull();
    }

    [Fact]
    public async Task Exactly_as_many_as_allowed_pass_when_all_come_at_once()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, AllowConcurrentSends = true, Limits = new() { SendsPerDay = 40, SendsPerMinute = 1_000 } });
        var token = await shop.Token();

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => shop.SendWeather(token: token)));

        replies.Count(reply => reply.Code == 0).ShouldBe(40);
        replies.Count(reply => reply.Code == 45009).ShouldBe(60);
    }

    private static Simulator.Quotas.QuotaState Quota(Given shop, string name) => shop.Control.Quotas(Given.App).Single(quota => quota.Name == name);
}
