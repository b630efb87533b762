using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Tests.UniformMessages;

public sealed class UniformSendTests
{
    [Fact]
    public async Task A_mini_programs_user_gets_the_official_accounts_message_as_its_follower()
    {
        await using var shop = await Bound.Accounts();

        var reply = await shop.SendUniform(official: Bound.OfficialPart(miniprogram: new { appid = Given.App, pagepath = "pages/order/detail?id=1" }));

        reply.Raw.ShouldBe("""{"errcode":0,"errmsg":"ok"}""");
        var message = shop.Control.Messages().Messages.ShouldHaveSingleItem();
        message.Channel.ShouldBe(SimulatedChannel.UniformMessage);
        (message.AppId, message.OpenId, message.TemplateId).ShouldBe((Bound.Official, Bound.Follower, Bound.OfficialOrder));
        (message.Url, message.JumpAppId, message.Page).ShouldBe(("https://shop.example/orders/1", Given.App, "pages/order/detail?id=1"));
        message.Data["keyword1"].ShouldBe("A-1001");
    }

    [Fact]
    public async Task The_followers_own_openid_does_as_well()
    {
        await using var shop = await Bound.Accounts();

        (await shop.SendUniform(Bound.Follower, official: Bound.OfficialPart())).Code.ShouldBe(0);

        shop.Control.Messages().Messages.ShouldHaveSingleItem().OpenId.ShouldBe(Bound.Follower);
    }

    [Fact]
    public async Task With_both_parts_the_mini_programs_is_sent_and_uses_its_form_id_up()
    {
        await using var shop = await Bound.Accounts();
        var formId = shop.FormId();
        var weapp = Bound.TemplatePart(formId, page: "pages/index/index", emphasis: "keyword2.DATA");

        (await shop.SendUniform(weapp: weapp, official: Bound.OfficialPart("wx-not-even-looked-at"))).Code.ShouldBe(0);
        (await shop.SendUniform(weapp: weapp, official: Bound.OfficialPart())).Code.ShouldBe(41029);

        var message = shop.Control.Messages().Messages.ShouldHaveSingleItem();
        (message.AppId, message.OpenId, message.TemplateId).ShouldBe((Given.App, Given.Alice, Bound.Legacy));
        (message.Channel, message.FormId, message.EmphasisKeyword, message.Page).ShouldBe((SimulatedChannel.UniformMessage, formId, "keyword2.DATA", "pages/index/index"));
    }

    [Fact]
    public async Task The_mini_programs_part_takes_a_followers_openid_by_the_union_too()
    {
        await using var shop = await Bound.Accounts();

        (await shop.SendUniform(Bound.Follower, Bound.TemplatePart(shop.FormId()), Bound.OfficialPart())).Code.ShouldBe(0);

        shop.Control.Messages().Messages.ShouldHaveSingleItem().OpenId.ShouldBe(Given.Alice);
    }

    [Theory]
    [InlineData("pagepath")]
    [InlineData("page")]
    [InlineData("path")]
    [InlineData("pagePath")]
    public async Task The_page_may_be_spelled_in_four_ways(string spelling)
    {
        await using var shop = await Bound.Accounts();
        var miniprogram = new Dictionary<string, string> { ["appid"] = Given.App, [spelling] = "pages/index/index" };

        (await shop.SendUniform(official: Bound.OfficialPart(miniprogram: miniprogram))).Code.ShouldBe(0);

        shop.Control.Messages().Messages.ShouldHaveSingleItem().Page.ShouldBe("pages/index/index");
    }

    [Theory]
    [InlineData("")]
    [InlineData("wx-nobody")]
    [InlineData(Given.App)]
    [InlineData(Given.OtherApp)]
    [InlineData("wx-unbound")]
    public async Task An_account_that_is_not_bound_to_the_mini_program_is_an_invalid_appid(string appId)
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetApp(new() { AppId = "wx-unbound", Secret = "s", Kind = AppKind.OfficialAccount });
        shop.Control.SetTemplate(new() { AppId = "wx-unbound", TemplateId = Bound.OfficialOrder, Fields = ["first"] });
        shop.Control.SetUser(new() { AppId = "wx-unbound", OpenId = Given.Alice });

        var reply = await shop.SendUniform(official: Bound.OfficialPart(appId));

        (reply.Code, reply.PlainText).ShouldBe((40013, "invalid appid"));
    }

    [Fact]
    public async Task Two_accounts_are_bound_whichever_of_them_names_the_other()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetApp(new() { AppId = "wx-second", Secret = "s", Kind = AppKind.OfficialAccount, LinkedAppId = Given.App });
        shop.Control.SetTemplate(new() { AppId = "wx-second", TemplateId = "t", Fields = ["first"] });
        shop.Control.SetUser(new() { AppId = "wx-second", OpenId = "s-alice", UnionId = "u-alice" });

        (await shop.SendUniform(official: Bound.OfficialPart("wx-second", "t"))).Code.ShouldBe(0);

        shop.Control.Messages().Messages.ShouldHaveSingleItem().OpenId.ShouldBe("s-alice");
    }

    [Fact]
    public async Task Who_does_not_follow_the_account_gets_nothing_and_who_nobody_knows_is_an_invalid_openid()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetUser(new() { AppId = Given.App, OpenId = "o-without-union" });

        (await shop.SendUniform(Given.Bob, official: Bound.OfficialPart())).Code.ShouldBe(43004);
        (await shop.SendUniform("o-without-union", official: Bound.OfficialPart())).Code.ShouldBe(43004);
        (await shop.SendUniform(Bound.Gone, official: Bound.OfficialPart())).Code.ShouldBe(43004);
        (await shop.SendUniform("o-nobody", official: Bound.OfficialPart())).Code.ShouldBe(40003);
        (await shop.SendUniform("o-nobody", Bound.TemplatePart(shop.FormId()))).Code.ShouldBe(40003);
        shop.Control.SetUser(new() { AppId = Bound.Official, OpenId = Bound.Follower, IsFollower = false });
        (await shop.SendUniform(official: Bound.OfficialPart())).Code.ShouldBe(43004);

        shop.Control.SetUser(new() { AppId = Bound.Official, OpenId = "f-bob", UnionId = "u-bob" });
        (await shop.SendUniform(Given.Bob, official: Bound.OfficialPart())).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_generated_follower_is_found_by_the_union_like_any_other()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetApp(new() { AppId = Bound.Official, Followers = new() { Count = 100, UnionIdPrefix = "u-many-" } });
        shop.Control.SetUser(new() { AppId = Given.App, OpenId = "o-many-7", UnionId = "u-many-7" });
        shop.Control.SetUser(new() { AppId = Given.App, OpenId = "o-many-100", UnionId = "u-many-100" });

        (await shop.SendUniform("o-many-7", official: Bound.OfficialPart())).Code.ShouldBe(0);
        (await shop.SendUniform("o-many-100", official: Bound.OfficialPart())).Code.ShouldBe(43004);

        var openId = shop.Control.Messages().Messages.ShouldHaveSingleItem().OpenId;
        shop.Control.SetUser(new() { AppId = Bound.Official, OpenId = openId, IsFollower = false });
        (await shop.SendUniform("o-many-7", official: Bound.OfficialPart())).Code.ShouldBe(43004);
    }

    [Fact]
    public async Task A_user_who_moves_to_another_union_is_not_found_by_the_old_one()
    {
        await using var shop = await Bound.Accounts();
        (await shop.SendUniform(official: Bound.OfficialPart())).Code.ShouldBe(0);

        shop.Control.SetUser(new() { AppId = Bound.Official, OpenId = Bound.Follower, UnionId = "u-other" });

        (await shop.SendUniform(official: Bound.OfficialPart())).Code.ShouldBe(43004);
    }

    [Fact]
    public async Task Each_part_is_judged_as_its_own_call_judges_it()
    {
        await using var shop = await Bound.Accounts();
        var formId = shop.FormId();
        (await shop.SendUniform(weapp: Bound.TemplatePart(formId, Bound.OfficialOrder))).Code.ShouldBe(40037);
        (await shop.SendUniform(weapp: Bound.TemplatePart(formId, emphasis: "keyword1"))).Code.ShouldBe(47003);
        (await shop.SendUniform(weapp: Bound.TemplatePart(formId, page: "pages/none"))).Code.ShouldBe(41030);
        (await shop.SendUniform(weapp: Bound.TemplatePart(null))).Code.ShouldBe(41028);
        (await shop.SendUniform(official: Bound.OfficialPart(template: Bound.Legacy))).Code.ShouldBe(40037);
        (await shop.SendUniform(official: Bound.OfficialPart(template: Bound.Notice))).Code.ShouldBe(40037);
        (await shop.SendUniform(official: Bound.OfficialPart(data: new { }))).PlainText.ShouldBe("first.DATA is invalid");
        (await shop.SendUniform(official: Bound.OfficialPart(url: "https://shop.example/" + new string('x', 1_100)))).Code.ShouldBe(40039);
        (await shop.SendUniform(official: Bound.OfficialPart(miniprogram: new { appid = Given.OtherApp }))).Code.ShouldBe(40013);
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { UniformMessagesPerDay = 0 } });
        (await shop.SendUniform(weapp: Bound.TemplatePart(formId))).Code.ShouldBe(45009);

        shop.Control.FormIds(Given.App, Given.Alice).ShouldHaveSingleItem().UsesLeft.ShouldBe(1);
        shop.Control.Report().Accepted.ShouldBe(0);
    }

    [Theory]
    [InlineData("{}", 40013)]
    [InlineData("""{"touser":"o-alice"}""", 40013)]
    [InlineData("""{"touser":"o-alice","weapp_template_msg":null,"mp_template_msg":[{}]}""", 40013)]
    [InlineData("""{"touser":"o-alice","weapp_template_msg":{}}""", 40037)]
    [InlineData("""{"touser":"o-alice","weapp_template_msg":"{}","mp_template_msg":{"appid":"wx0000000000000009"}}""", 40037)]
    [InlineData("""{"mp_template_msg":{"appid":"wx0000000000000009","template_id":"tmpl-official-order"}}""", 40003)]
    [InlineData("[]", 47001)]
    [InlineData("", 44002)]
    public async Task A_body_with_a_part_missing_lacks_what_the_part_would_say(string body, int code)
    {
        await using var shop = await Bound.Accounts();

        (await shop.SendTo(Bound.UniformPath, Given.App, body)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task The_token_is_the_mini_programs_and_the_limits_are_the_calls_own()
    {
        await using var shop = await Bound.Accounts();
        (await shop.SendUniform(official: Bound.OfficialPart(), appId: Bound.Official)).Code.ShouldBe(48001);
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { UniformMessagesPerDay = 1 } });
        (await shop.SendUniform(official: Bound.OfficialPart())).Code.ShouldBe(0);

        (await shop.SendUniform(official: Bound.OfficialPart())).Code.ShouldBe(45009);

        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { UniformMessagesPerMinute = 0 } });
        (await shop.SendUniform(official: Bound.OfficialPart())).Code.ShouldBe(45011);
        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(0);
        (await shop.SendOfficial()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Today_the_whole_call_is_withdrawn_and_the_mini_programs_part_not_supported()
    {
        await using var shop = await Bound.Accounts(SimulatedPeriod.Today);

        (await shop.SendUniform(official: Bound.OfficialPart())).Code.ShouldBe(45109);
        (await shop.SendUniform(weapp: Bound.TemplatePart("any"))).Code.ShouldBe(45103);
        (await shop.SendUniform(weapp: Bound.TemplatePart("any"), official: Bound.OfficialPart())).Code.ShouldBe(45103);
        (await shop.SendTo(Bound.UniformPath, Given.App, "")).Code.ShouldBe(45109);
        (await shop.Post(Bound.UniformPath, "")).Code.ShouldBe(41001);
        shop.Control.Report().Accepted.ShouldBe(0);
    }
}
