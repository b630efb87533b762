using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.Tests.TemplateMessages;

public sealed class TemplateSendTests
{
    [Fact]
    public async Task A_template_message_with_a_form_id_is_accepted_without_a_message_id_and_can_be_read_back()
    {
        await using var shop = await Bound.Accounts();
        var formId = shop.FormId();

        var reply = await shop.SendTemplate(formId, page: "pages/order/detail?id=7", emphasis: "keyword1.DATA");

        reply.Raw.ShouldBe("""{"errcode":0,"errmsg":"ok"}""");
        var message = shop.Control.Messages().Messages.ShouldHaveSingleItem();
        message.Channel.ShouldBe(SimulatedChannel.TemplateMessage);
        (message.AppId, message.OpenId, message.TemplateId).ShouldBe((Given.App, Given.Alice, Bound.Legacy));
        (message.Page, message.FormId, message.EmphasisKeyword).ShouldBe(("pages/order/detail?id=7", formId, "keyword1.DATA"));
        (message.State, message.Language, message.Url, message.JumpAppId).ShouldBe(("", "", "", ""));
        message.Data.ShouldBe(new Dictionary<string, string> { ["keyword1"] = "A-1001", ["keyword2"] = "tea" });
    }

    [Theory]
    [InlineData("", 44002, "empty post data")]
    [InlineData("{", 47001, "data format error")]
    [InlineData("{}", 40003, "invalid openid")]
    [InlineData("""{"touser":"o-stranger"}""", 40003, "invalid openid")]
    [InlineData("""{"touser":"o-alice"}""", 40037, "invalid template_id")]
    [InlineData("""{"touser":"o-alice","template_id":"AT0001"}""", 40037, "invalid template_id")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","form_id":"FORM","data":{"thing1":{"value":"x"}}}""", 40037, "invalid template_id")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-legacy","form_id":"FORM","emphasis_keyword":"keyword1"}""", 47003, "argument invalid! emphasis_keyword invalid")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-legacy","form_id":"FORM","emphasis_keyword":"keyword1.DATA"}""", 47003, "argument invalid! emphasis_keyword invalid")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-legacy","form_id":"FORM","emphasis_keyword":"keyword3.DATA","data":{"keyword1":{"value":"x"}}}""", 47003, "argument invalid! emphasis_keyword invalid")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-legacy","form_id":"FORM","page":"pages/secret"}""", 41030, "invalid page")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-legacy"}""", 41028, "invalid form id")]
    [InlineData("""{"touser":"o-bob","template_id":"tmpl-legacy","form_id":"FORM"}""", 41028, "invalid form id")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-legacy","form_id":"FORM"}""", 0, "ok")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-legacy","form_id":"FORM","data":{}}""", 0, "ok")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-legacy","form_id":"FORM","data":{"keyword1":{"value":"第一行\n第二行，比二十个字符长得多得多得多得多得多"},"keyword9":{"value":1}},"color":"#ff0000"}""", 0, "ok")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-legacy","form_id":"FORM","emphasis_keyword":"keyword2.DATA","data":{"keyword2":{"value":"x","color":"#173177"}}}""", 0, "ok")]
    public async Task What_is_wrong_with_a_body_decides_the_answer(string body, int code, string text)
    {
        await using var shop = await Bound.Accounts();

        var reply = await shop.SendTo(Bound.TemplatePath, Given.App, body.Replace("FORM", shop.FormId(), StringComparison.Ordinal));

        (reply.Code, reply.PlainText).ShouldBe((code, text));
        shop.Control.Report().Accepted.ShouldBe(code == 0 ? 1 : 0);
    }

    [Fact]
    public async Task Bad_tokens_other_verbs_and_other_accounts_are_refused_first()
    {
        await using var shop = await Bound.Accounts();

        (await shop.Post(Bound.TemplatePath, "{}")).Code.ShouldBe(41001);
        (await shop.Post($"{Bound.TemplatePath}?access_token=57_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789", "{}")).Code.ShouldBe(40001);
        (await shop.Get($"{Bound.TemplatePath}?access_token={await shop.Token()}")).Code.ShouldBe(43002);
        (await shop.SendTo(Bound.TemplatePath, Bound.Official, new { })).Code.ShouldBe(48001);
        shop.Control.ExpireTokens(Given.App);
        shop.Control.SetApp(new() { AppId = Given.App, CanSend = false });
        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(48001);
    }

    [Fact]
    public async Task A_deleted_or_banned_template_is_unknown_and_a_keyword_template_is_none_for_subscribe_messages()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.Decide(new() { AppId = Given.App, OpenId = Given.Alice, TemplateId = Bound.Legacy });
        (await shop.Send(template: Bound.Legacy, data: new { keyword1 = new { value = "x" }, keyword2 = new { value = "x" } })).Code.ShouldBe(40037);
        shop.Control.BanTemplate(Given.App, Bound.Legacy);
        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(40037);
        shop.Control.BanTemplate(Given.App, Bound.Legacy, banned: false);
        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(0);

        shop.Control.DeleteTemplate(Given.App, Bound.Legacy);

        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(40037);
    }

    [Fact]
    public async Task A_million_a_day_are_allowed_or_as_many_as_set_and_a_minutes_share()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.Quotas(Given.App).Single(quota => quota.Name == "templateMessagesPerDay").Limit.ShouldBe(1_000_000);
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { TemplateMessagesPerDay = 1 } });
        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(0);
        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(45009);
        (await shop.SendWeather()).Code.ShouldBe(0, "subscribe messages have a limit of their own");

        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { TemplateMessagesPerDay = -1, TemplateMessagesPerMinute = 0 } });

        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(45011);
    }

    [Fact]
    public async Task Sends_to_one_user_at_the_same_time_do_not_hinder_each_other()
    {
        using var time = new ManualTime();
        await using var shop = await Bound.Accounts(options: new SimulatorOptions { Time = time });
        await shop.Token();
        shop.Control.SetLatency(new() { Path = Bound.TemplatePath, FixedMs = 50 });
        var first = shop.SendTemplate(shop.FormId());
        await time.TimerStarted();
        var second = shop.SendTemplate(shop.FormId());
        await time.TimerStarted();

        time.Advance(TimeSpan.FromMilliseconds(50));

        ((await first).Code, (await second).Code).ShouldBe((0, 0));
        shop.Control.Report().MaxConcurrentPerOpenId.ShouldBe(2);
    }

    [Fact]
    public async Task The_order_of_checks_holds_for_every_call()
    {
        await using var shop = await Bound.Accounts();
        (await shop.SendTemplate("unknown", page: "pages/none")).Code.ShouldBe(41030);

        shop.Control.SetCheckOrder(SendCheck.Subscription);

        (await shop.SendTemplate("unknown", page: "pages/none")).Code.ShouldBe(41028);
    }

    [Fact]
    public async Task Today_the_call_is_retired_for_whoever_has_a_token()
    {
        await using var shop = await Bound.Accounts();
        var formId = shop.FormId();
        shop.Control.ChangeSettings(new() { Period = SimulatedPeriod.Today });

        var reply = await shop.SendTemplate(formId);
        (reply.Code, reply.PlainText).ShouldBe((45103, "This API has been unsupported"));
        reply.Text.ShouldMatch(" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$");
        (await shop.SendTo(Bound.TemplatePath, Given.App, "")).Code.ShouldBe(45103);
        (await shop.Post(Bound.TemplatePath, "{}")).Code.ShouldBe(41001);
        (await shop.SendTo(Bound.TemplatePath, Bound.Official, new { })).Code.ShouldBe(48001);
        shop.Control.ChangeSettings(new() { Period = SimulatedPeriod.Of2018 });

        (await shop.SendTemplate(formId)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_word_it_is_today()
    {
        await using var shop = await Bound.Accounts(period: null);

        (await shop.SendTemplate("any")).Code.ShouldBe(45103);
    }
}
