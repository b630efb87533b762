using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Tests.OfficialAccount;

public sealed class BizSendTests
{
    [Fact]
    public async Task Each_accept_is_good_for_one_message_follower_or_not()
    {
        await using var shop = await WithGrant(Bound.Gone);

        (await shop.SendNotice(Bound.Gone)).Raw.ShouldBe("""{"errcode":0,"errmsg":"ok"}""");

        var refused = await shop.SendNotice(Bound.Gone);
        (refused.Code, refused.PlainText).ShouldBe((43101, "user refuse to accept the msg"));
        (await shop.SendNotice()).Code.ShouldBe(43101);
        var message = shop.Control.Messages().Messages.ShouldHaveSingleItem();
        message.Channel.ShouldBe(SimulatedChannel.OfficialAccountSubscribeMessage);
        (message.AppId, message.OpenId, message.TemplateId).ShouldBe((Bound.Official, Bound.Gone, Bound.Notice));
    }

    [Theory]
    [InlineData(""" "page":"https://shop.example/1" """, "https://shop.example/1", "", "")]
    [InlineData(""" "page":"pages/index/index" """, "", "pages/index/index", "")]
    [InlineData(""" "page":"https://shop.example/1","miniprogram":{"appid":"wx0000000000000001","pagepath":"pages/a"} """, "https://shop.example/1", "pages/a", Given.App)]
    [InlineData(""" "miniprogram":{"appid":"wx0000000000000001","pagepath":"pages/a"},"page":"pages/b" """, "", "pages/a", Given.App)]
    public async Task It_leads_to_a_web_page_or_a_mini_program(string jump, string url, string page, string jumpAppId)
    {
        await using var shop = await WithGrant();
        var body = $$$"""{{{{jump}}},"touser":"f-alice","template_id":"tmpl-notice","data":{"thing1":{"value":"x"}},"miniprogram_state":"trial","lang":"en_US"}""";

        (await shop.SendTo(Bound.NoticePath, Bound.Official, body)).Code.ShouldBe(0);

        var message = shop.Control.Messages().Messages.ShouldHaveSingleItem();
        (message.Url, message.Page, message.JumpAppId).ShouldBe((url, page, jumpAppId));
        (message.State, message.Language).ShouldBe(("trial", "en_US"));
    }

    [Fact]
    public async Task A_refusal_for_any_other_reason_leaves_the_grant_whole()
    {
        await using var shop = await WithGrant();
        (await shop.SendNotice("o-alice")).Code.ShouldBe(40003);
        (await shop.SendNotice(template: Bound.OfficialOrder)).Code.ShouldBe(40037);
        (await shop.SendNotice(text: "")).PlainText.ShouldBe("argument invalid! data.thing1.value is emtpy");
        (await shop.SendNotice(text: new string('x', 21))).PlainText.ShouldBe("argument invalid! data.thing1.value invalid");
        (await shop.SendNotice(miniprogram: new { appid = Given.OtherApp, pagepath = "p" })).Code.ShouldBe(40013);
        (await shop.SendNotice(page: "https://shop.example/" + new string('x', 1_100))).Code.ShouldBe(40039);
        (await shop.SendNotice(appId: Given.App)).Code.ShouldBe(48001);
        (await shop.SendTo(Bound.NoticePath, Bound.Official, "{")).Code.ShouldBe(47001);
        shop.Control.SetQuotas(new() { AppId = Bound.Official, Limits = new() { SendsPerDay = 0 } });
        (await shop.SendNotice()).Code.ShouldBe(45009);
        shop.Control.SetQuotas(new() { AppId = Bound.Official, Limits = new() { SendsPerDay = -1, SendsPerMinute = 0 } });
        (await shop.SendNotice()).Code.ShouldBe(45011);

        shop.Control.Grants(Bound.Official, Bound.Follower).ShouldHaveSingleItem().Sends.ShouldBe(1);
        shop.Control.Report().Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task Bans_sensitive_words_and_a_users_refusal_answer_as_for_a_mini_program()
    {
        await using var shop = await WithGrant();
        shop.Control.BanTemplate(Bound.Official, Bound.Notice);
        (await shop.SendNotice()).Code.ShouldBe(43107);
        shop.Control.BanTemplate(Bound.Official, Bound.Notice, banned: false);
        shop.Control.SetApp(new() { AppId = Bound.Official, Banned = true });
        (await shop.SendNotice()).Code.ShouldBe(43107);
        shop.Control.SetApp(new() { AppId = Bound.Official, Banned = false });
        shop.Control.ChangeSettings(new() { SensitiveWords = ["casino"] });
        (await shop.SendNotice(text: "Casino")).Code.ShouldBe(45168);
        shop.Control.BlockUser(Bound.Official, Bound.Follower);
        (await shop.SendNotice()).Code.ShouldBe(43101);
        shop.Control.BlockUser(Bound.Official, Bound.Follower, blocked: false);
        shop.Control.SetApp(new() { AppId = Bound.Official, CanSend = false });
        (await shop.SendNotice()).Code.ShouldBe(48001);

        shop.Control.SetApp(new() { AppId = Bound.Official, CanSend = true });

        (await shop.SendNotice()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_long_term_template_goes_on_until_its_days_limit()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetTemplate(new() { AppId = Bound.Official, TemplateId = Bound.Notice, Type = 3, DailyLimitPerUser = 2 });
        shop.Control.Decide(new() { AppId = Bound.Official, OpenId = Bound.Follower, TemplateId = Bound.Notice });
        (await shop.SendNotice()).Code.ShouldBe(0);
        (await shop.SendNotice()).Code.ShouldBe(0);

        (await shop.SendNotice()).Code.ShouldBe(40038);
    }

    private static async Task<Given> WithGrant(string openId = Bound.Follower)
    {
        var shop = await Bound.Accounts();
        shop.Control.Decide(new() { AppId = Bound.Official, OpenId = openId, TemplateId = Bound.Notice });
        return shop;
    }
}
