using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Tests.OfficialAccount;

public sealed class OfficialTemplateTests
{
    [Fact]
    public async Task A_follower_gets_the_message_and_the_answer_has_its_19_digit_id()
    {
        await using var shop = await Bound.Accounts();

        var reply = await shop.SendOfficial(
            url: "https://shop.example/orders/1", miniprogram: new { appid = Given.App, pagepath = "pages/order/detail?id=1" }, clientId: "order-1");

        reply.Raw.ShouldMatch("""^\{"errcode":0,"errmsg":"ok","msgid":\d{19}\}$""");
        var message = shop.Control.Messages().Messages.ShouldHaveSingleItem();
        message.Channel.ShouldBe(SimulatedChannel.OfficialAccountTemplateMessage);
        (message.MsgId, message.AppId, message.OpenId, message.TemplateId).ShouldBe((reply.MessageId!.Value, Bound.Official, Bound.Follower, Bound.OfficialOrder));
        (message.Url, message.JumpAppId, message.Page, message.ClientMessageId).ShouldBe(("https://shop.example/orders/1", Given.App, "pages/order/detail?id=1", "order-1"));
        message.Data.ShouldBe(new Dictionary<string, string> { ["first"] = "您好", ["keyword1"] = "A-1001", ["remark"] = "谢谢" });
    }

    [Fact]
    public async Task The_message_id_is_there_even_if_subscribe_messages_have_none_and_the_period_does_not_matter()
    {
        await using var shop = await Bound.Accounts(SimulatedPeriod.Today);
        shop.Control.ChangeSettings(new() { MsgIdAbsent = true });

        (await shop.SendOfficial()).MessageId.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", 44002, "empty post data")]
    [InlineData("nonsense", 47001, "data format error")]
    [InlineData("{}", 40003, "invalid openid")]
    [InlineData("""{"touser":"o-alice"}""", 40003, "invalid openid")]
    [InlineData("""{"touser":"f-gone"}""", 43004, "require subscribe")]
    [InlineData("""{"touser":"f-alice"}""", 40037, "invalid template_id")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-legacy"}""", 40037, "invalid template_id")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-notice"}""", 40037, "invalid template_id")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-order"}""", 47003, "first.DATA is invalid")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-order","data":"{\"first\":{\"value\":\"x\"}}"}""", 47003, "first.DATA is invalid")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-order","data":{"first":{"value":"x"}}}""", 0, "ok")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-order","data":{"first":{"value":"第一行\n第二行，比二十个字符长得多得多得多得多得多","color":"#173177"},"keyword1":{"value":""}},"topcolor":"#f00"}""", 0, "ok")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-typed","data":{"thing01":{"value":"茶"},"time2":{"value":"16:13"},"const3":{"value":"已发货"}}}""", 0, "ok")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-typed","data":{"thing01":{"value":"一二三四五六七八九十一二三四五六七八九十一"},"time2":{"value":"x"},"const3":{"value":"x"}}}""", 47003, "thing01.DATA is invalid")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-typed","data":{"thing01":{"value":"茶"},"const3":{"value":"已发货"}}}""", 47003, "time2.DATA is invalid")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-typed","data":{"thing01":{"value":"茶"},"time2":{"value":"16:13"},"const3":{"value":"丢了"}}}""", 47003, "const3.DATA is invalid")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-order","data":{"first":{"value":"x"}},"miniprogram":{"appid":"wx0000000000000002"}}""", 40013, "invalid appid")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-order","data":{"first":{"value":"x"}},"miniprogram":{"appid":"wx0000000000000009"}}""", 40013, "invalid appid")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-order","data":{"first":{"value":"x"}},"miniprogram":{"appid":"wx-nobody","pagepath":"p"}}""", 40013, "invalid appid")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-order","data":{"first":{"value":"x"}},"miniprogram":{"appid":"wx0000000000000001","pagepath":"not/looked/at"}}""", 0, "ok")]
    [InlineData("""{"touser":"f-alice","template_id":"tmpl-official-order","data":{"first":{"value":"x"}},"miniprogram":null,"url":null}""", 0, "ok")]
    public async Task What_is_wrong_with_a_body_decides_the_answer(string body, int code, string text)
    {
        await using var shop = await Bound.Accounts();

        var reply = await shop.SendTo(Bound.OfficialPath, Bound.Official, body);

        (reply.Code, reply.PlainText).ShouldBe((code, text));
        shop.Control.Report().Accepted.ShouldBe(code == 0 ? 1 : 0);
    }

    [Fact]
    public async Task Keys_that_are_words_without_a_number_are_free_text_whatever_the_words()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetTemplate(new() { AppId = Bound.Official, TemplateId = "old", Fields = ["name", "time", "orderMoneySum"] });

        (await shop.SendOfficial(template: "old", data: new { name = new { value = "茶 100 克" }, time = new { value = "soon" } })).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData(1_024, 0)]
    [InlineData(1_025, 40039)]
    public async Task An_address_may_have_1024_bytes(int length, int code)
    {
        await using var shop = await Bound.Accounts();
        const string start = "https://shop.example/";

        (await shop.SendOfficial(url: start + new string('x', length - start.Length))).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Who_left_is_blacklisted_or_wants_no_messages_is_told_apart_and_a_blocking_user_only_later()
    {
        await using var shop = await Bound.Accounts();
        var follower = new UserSeed { AppId = Bound.Official, OpenId = Bound.Follower };

        shop.Control.SetUser(follower with { IsFollower = false });
        (await shop.SendOfficial()).Code.ShouldBe(43004);
        shop.Control.SetUser(follower with { IsFollower = true, Blacklisted = true });
        (await shop.SendOfficial()).Code.ShouldBe(43019);
        shop.Control.SetUser(follower with { Blacklisted = false, MessagesOff = true });
        (await shop.SendOfficial()).Code.ShouldBe(48002);
        shop.Control.SetUser(follower with { MessagesOff = false, Blocked = true });
        (await shop.SendOfficial()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_restricted_template_and_marketing_words_have_codes_of_their_own()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.BanTemplate(Bound.Official, Bound.OfficialOrder);
        (await shop.SendOfficial()).Code.ShouldBe(43116);
        shop.Control.BanTemplate(Bound.Official, Bound.OfficialOrder, banned: false);
        shop.Control.ChangeSettings(new() { SensitiveWords = ["优惠"] });
        (await shop.SendOfficial(data: Bound.OfficialData("优惠券"))).Code.ShouldBe(40249);

        (await shop.SendOfficial()).Code.ShouldBe(0);
        shop.Control.DeleteTemplate(Bound.Official, Bound.OfficialOrder);
        (await shop.SendOfficial()).Code.ShouldBe(40037);
    }

    [Fact]
    public async Task An_unverified_account_and_a_mini_program_are_unauthorized()
    {
        await using var shop = await Bound.Accounts();
        (await shop.SendOfficial(appId: Given.App)).Code.ShouldBe(48001);
        shop.Control.SetApp(new() { AppId = Bound.Official, Verified = false });

        var reply = await shop.SendOfficial();

        (reply.Code, reply.PlainText).ShouldBe((48001, "api unauthorized"));
        (await shop.SendNotice()).Code.ShouldBe(48001);
        shop.Control.SetApp(new() { AppId = Given.App, Verified = false });
        (await shop.SendWeather()).Code.ShouldBe(0, "a mini program need not be verified");
        shop.Control.SetApp(new() { AppId = Bound.Official, Verified = true, CanSend = false });
        (await shop.SendOfficial()).Code.ShouldBe(48001);
    }

    [Fact]
    public async Task A_hundred_thousand_a_day_are_allowed_or_as_many_as_set_and_a_minutes_share()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.Quotas(Bound.Official).Single(quota => quota.Name == "officialAccountTemplateMessagesPerDay").Limit.ShouldBe(100_000);
        shop.Control.SetQuotas(new() { AppId = Bound.Official, Limits = new() { OfficialAccountTemplateMessagesPerDay = 1 } });
        (await shop.SendOfficial()).Code.ShouldBe(0);
        (await shop.SendOfficial()).Code.ShouldBe(45009);

        shop.Control.SetQuotas(new() { AppId = Bound.Official, Limits = new() { OfficialAccountTemplateMessagesPerMinute = 0 } });

        (await shop.SendOfficial()).Code.ShouldBe(45011);
    }
}
