namespace WeChatNotifications.Simulator.Tests.Grants;

public sealed class GrantTests
{
    [Fact]
    public async Task Accepts_of_one_template_add_up_and_each_is_good_for_one_message()
    {
        await using var shop = await Given.A_shop();
        shop.Control.Decide(new() { AppId = Given.App, OpenId = "o-new", TemplateId = Given.OrderPaid });
        shop.Control.Decide(new() { AppId = Given.App, OpenId = "o-new", TemplateId = Given.OrderPaid, Times = 2 });

        for (var i = 0; i < 3; i++)
        {
            (await shop.Send(openId: "o-new")).Code.ShouldBe(0);
        }

        (await shop.Send(openId: "o-new")).Code.ShouldBe(43101);
        shop.Control.Grants(Given.App, "o-new").ShouldHaveSingleItem().Sends.ShouldBe(0);
    }

    [Fact]
    public async Task An_accept_of_a_long_term_template_is_good_for_any_number()
    {
        await using var shop = await Given.A_shop();
        shop.Control.Decide(new() { AppId = Given.App, OpenId = "o-new", TemplateId = Given.Weather });

        for (var i = 0; i < 20; i++)
        {
            (await shop.SendWeather("o-new")).Code.ShouldBe(0);
        }

        shop.Control.Grants(Given.App, "o-new").ShouldHaveSingleItem().LongTerm.ShouldBeTrue();
    }

    [Fact]
    public async Task A_rejected_template_is_refused_until_the_next_accept_and_others_are_not_touched()
    {
        await using var shop = await Given.A_shop();
        shop.Control.Decide(new() { AppId = Given.App, OpenId = Given.Alice, TemplateId = Given.Weather, Accept = false });
        (await shop.SendWeather()).Code.ShouldBe(43101);
        (await shop.Send()).Code.ShouldBe(0);

        shop.Control.Decide(new() { AppId = Given.App, OpenId = Given.Alice, TemplateId = Given.Weather });

        (await shop.SendWeather()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_grant_of_one_template_is_worth_nothing_for_another_or_for_another_user()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetUser(new() { AppId = Given.App, OpenId = "o-carol" });

        (await shop.Send(openId: Given.Bob)).Code.ShouldBe(43101);
        (await shop.SendWeather("o-carol")).Code.ShouldBe(43101);
    }

    [Fact]
    public async Task A_user_who_blocks_the_app_or_turns_the_main_switch_off_gets_nothing_and_loses_nothing()
    {
        await using var shop = await Given.A_shop();
        shop.Control.BlockUser(Given.App, Given.Alice);
        (await shop.Send()).Code.ShouldBe(43101);
        shop.Control.BlockUser(Given.App, Given.Alice, blocked: false);
        shop.Control.SetUser(new() { AppId = Given.App, OpenId = Given.Alice, MainSwitch = false });
        (await shop.Send()).Code.ShouldBe(43101);
        (await shop.SendWeather()).Code.ShouldBe(43101);

        shop.Control.SetUser(new() { AppId = Given.App, OpenId = Given.Alice, MainSwitch = true });

        (await shop.Send()).Code.ShouldBe(0);
        shop.Control.Grants(Given.App, Given.Alice).Single(grant => grant.TemplateId == Given.OrderPaid).Sends.ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_for_any_other_reason_leaves_the_grant_whole()
    {
        await using var shop = await Given.A_shop();
        (await shop.Send(data: Given.Order(goods: new string('x', 21)))).Code.ShouldBe(47003);
        (await shop.Send(page: "pages/none")).Code.ShouldBe(41030);
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { SendsPerDay = 0 } });
        (await shop.Send()).Code.ShouldBe(45009);

        shop.Control.Grants(Given.App, Given.Alice).Single(grant => grant.TemplateId == Given.OrderPaid).Sends.ShouldBe(3);
    }

    [Fact]
    public async Task A_frequency_limited_template_stops_after_its_messages_of_the_day_until_midnight_in_Beijing()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(new(2026, 5, 1, 23, 59, 30, TimeSpan.FromHours(8)));
        shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = Given.Weather, DailyLimitPerUser = 5 });
        for (var i = 0; i < 5; i++)
        {
            (await shop.SendWeather()).Code.ShouldBe(0);
        }

        (await shop.SendWeather()).Code.ShouldBe(40038);
        (await shop.SendWeather(Given.Bob)).Code.ShouldBe(0);
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(30));

        (await shop.SendWeather()).Code.ShouldBe(0);
        shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = Given.Weather, DailyLimitPerUser = -1 });
        for (var i = 0; i < 6; i++)
        {
            (await shop.SendWeather()).Code.ShouldBe(0);
        }
    }

    [Fact]
    public async Task One_grant_is_spent_once_however_many_try_at_the_same_time()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, AllowConcurrentSends = true });
        var token = await shop.Token();

        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => shop.Send(token)));

        replies.Count(reply => reply.Code == 0).ShouldBe(3);
        replies.Count(reply => reply.Code == 43101).ShouldBe(61);
        shop.Control.Report().Accepted.ShouldBe(3);
    }
}
