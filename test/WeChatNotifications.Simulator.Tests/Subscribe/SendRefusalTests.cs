using System.Net;
using System.Text.Json;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.Tests.Subscribe;

public sealed class SendRefusalTests
{
    private const string Unknown40001 = "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r";

    [Theory]
    [InlineData("", 41001, "access_token missing")]
    [InlineData("?access_token=", 41001, "access_token missing")]
    [InlineData("?access_token=short", 40014, "invalid access_token")]
    [InlineData("?access_token=57_this%20is%20no%20token%20at%20all%20because%20of%20its%20blanks", 40014, "invalid access_token")]
    [InlineData("?access_token=57_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789", 40001, Unknown40001)]
    public async Task A_bad_token_is_refused_before_anything_else(string query, int code, string text)
    {
        await using var shop = await Given.A_shop();

        var reply = await shop.Post(Given.SendPath + query, "not even JSON");

        reply.Status.ShouldBe(HttpStatusCode.OK);
        (reply.Code, reply.PlainText).ShouldBe((code, text));
        reply.Text.ShouldMatch(" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$");
    }

    [Fact]
    public async Task Tokens_declared_void_or_expired_are_told_apart()
    {
        await using var shop = await Given.A_shop();
        var token = await shop.Token();
        shop.Control.ExpireTokens(Given.App);
        (await shop.SendWeather(token: token)).Code.ShouldBe(42001);

        var next = await shop.Token();
        next.ShouldNotBe(token);
        shop.Control.InvalidateTokens(Given.App);

        (await shop.SendWeather(token: next)).Code.ShouldBe(40001);
        (await shop.SendWeather()).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("", 44002, "empty post data")]
    [InlineData("{", 47001, "data format error")]
    [InlineData("[]", 47001, "data format error")]
    [InlineData("{} {}", 47001, "data format error")]
    [InlineData("""{"touser":"\ud800"}""", 47001, "data format error")]
    [InlineData("{}", 40003, "invalid openid")]
    [InlineData("""{"touser":5}""", 40003, "invalid openid")]
    [InlineData("""{"touser":"o-nobody"}""", 40003, "invalid openid")]
    [InlineData("""{"touser":"o-stranger"}""", 40003, "invalid openid")]
    [InlineData("""{"touser":"o-alice"}""", 40037, "invalid template_id")]
    [InlineData("""{"touser":"o-alice","template_id":"AT0001"}""", 40037, "invalid template_id")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather"}""", 47003, "argument invalid! data.thing1.value is emtpy")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":null}""", 47003, "argument invalid! data.thing1.value is emtpy")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":"{\"thing1\":{\"value\":\"x\"}}"}""", 47003, "argument invalid! data.thing1.value is emtpy")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1.DATA":{"value":"x"}}}""", 47003, "argument invalid! data.thing1.value is emtpy")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":"x"}}""", 47003, "argument invalid! data.thing1.value is emtpy")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":null}}}""", 47003, "argument invalid! data.thing1.value is emtpy")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":""}}}""", 47003, "argument invalid! data.thing1.value is emtpy")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":{}}}}""", 47003, "argument invalid! data.thing1.value invalid")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":"x"}},"page":"pages/secret"}""", 41030, "invalid page")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":"x"}},"page":"pages/index/index?a=b"}""", 0, "ok")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":"x","color":"#173177"},"extra9":{"value":"y"}},"unknown":[{}]}""", 0, "ok")]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":42}},"lang":"en_US","miniprogram_state":"trial"}""", 0, "ok")]
    [InlineData("""{"touser":"o-bob","template_id":"tmpl-order-paid","data":{"character_string1":{"value":"1"},"thing2":{"value":"x"},"amount3":{"value":"1"}}}""", 43101, "user refuse to accept the msg")]
    public async Task What_is_wrong_with_a_body_decides_the_answer(string body, int code, string text)
    {
        await using var shop = await Given.A_shop();

        var reply = await shop.Post($"{Given.SendPath}?access_token={await shop.Token()}", body);

        (reply.Code, reply.PlainText).ShouldBe((code, text));
    }

    [Fact]
    public async Task Only_the_first_bad_field_in_template_order_is_named()
    {
        await using var shop = await Given.A_shop();

        var reply = await shop.Send(data: new { amount3 = new { value = "free" }, thing2 = new { value = new string('x', 21) }, character_string1 = new { value = "1" } });

        reply.Text.ShouldStartWith("argument invalid! data.thing2.value invalid rid: ");
    }

    [Fact]
    public async Task A_send_with_GET_is_refused()
    {
        await using var shop = await Given.A_shop();

        var reply = await shop.Get($"{Given.SendPath}?access_token={await shop.Token()}");

        (reply.Code, reply.PlainText).ShouldBe((43002, "require POST method"));
    }

    [Fact]
    public async Task A_deleted_template_is_unknown()
    {
        await using var shop = await Given.A_shop();
        shop.Control.DeleteTemplate(Given.App, Given.Weather);

        (await shop.SendWeather()).Code.ShouldBe(40037);
    }

    [Fact]
    public async Task A_template_of_another_app_is_unknown()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetTemplate(new() { AppId = Given.OtherApp, TemplateId = "tmpl-foreign", Fields = ["thing1"] });

        (await shop.Send(template: "tmpl-foreign")).Code.ShouldBe(40037);
    }

    [Fact]
    public async Task A_banned_template_and_a_banned_ability_both_answer_43107()
    {
        await using var shop = await Given.A_shop();
        shop.Control.BanTemplate(Given.App, Given.Weather);
        (await shop.SendWeather()).Code.ShouldBe(43107);
        (await shop.Send()).Code.ShouldBe(0);
        shop.Control.BanTemplate(Given.App, Given.Weather, banned: false);
        (await shop.SendWeather()).Code.ShouldBe(0);

        shop.Control.SetApp(new() { AppId = Given.App, Banned = true });

        (await shop.SendWeather()).Code.ShouldBe(43107);
    }

    [Fact]
    public async Task Sensitive_words_are_found_in_any_letter_case()
    {
        await using var shop = await Given.A_shop();
        shop.Control.ChangeSettings(new() { SensitiveWords = ["casino"] });

        (await shop.SendWeather(text: "CASINO night")).Code.ShouldBe(45168);
        (await shop.SendWeather(text: "theatre night")).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":"\u6674"}}}""", 40033)]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":"\\u6674 \"\\"}}}""", 0)]
    [InlineData("""{"touser":"o-alice","template_id":"tmpl-weather","data":{"thing1":{"value":"晴"}}}""", 0)]
    public async Task Escaped_characters_are_refused_where_that_is_asked_for(string body, int code)
    {
        await using var shop = await Given.A_shop();
        var address = $"{Given.SendPath}?access_token={await shop.Token()}";
        (await shop.Post(address, body)).Code.ShouldBe(0);
        shop.Control.ChangeSettings(new() { RefuseEscapedUnicode = true });

        var reply = await shop.Post(address, body);

        reply.Code.ShouldBe(code);
        if (code != 0)
        {
            reply.PlainText.ShouldBe(@"invalid charset. please check your request, if include \uxxxx will create fail!");
        }
    }

    [Fact]
    public async Task An_account_without_the_ability_is_unauthorized()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, CanSend = false });
        shop.Control.SetApp(new() { AppId = Given.OtherApp, Kind = Accounts.AppKind.OfficialAccount });

        var own = await shop.SendWeather();
        (own.Code, own.PlainText).ShouldBe((48001, "api unauthorized"));
        (await shop.Send(await shop.Token(Given.OtherApp), "o-stranger")).Code.ShouldBe(48001);
    }

    [Fact]
    public async Task An_app_that_never_listed_its_pages_takes_every_page_and_one_without_release_takes_none()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetTemplate(new() { AppId = Given.OtherApp, TemplateId = "t", Fields = ["thing1"] });
        shop.Control.SetGrant(new() { AppId = Given.OtherApp, OpenId = "o-stranger", TemplateId = "t", LongTerm = true });
        var token = await shop.Token(Given.OtherApp);
        var data = new { thing1 = new { value = "x" } };
        (await shop.Send(token, "o-stranger", "t", data, "any/page")).Code.ShouldBe(0);

        shop.Control.SetApp(new() { AppId = Given.OtherApp, Pages = [] });

        (await shop.Send(token, "o-stranger", "t", data, "any/page")).Code.ShouldBe(41030);
        (await shop.Send(token, "o-stranger", "t", data)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task The_order_of_checks_can_be_changed()
    {
        await using var shop = await Given.A_shop();
        var bad = Given.Body(Given.Bob, data: new { thing2 = new { value = "x" } }, page: "pages/none");
        var address = $"{Given.SendPath}?access_token={await shop.Token()}";
        (await shop.Post(address, bad)).Code.ShouldBe(47003);

        shop.Control.SetCheckOrder(SendCheck.Page);
        (await shop.Post(address, bad)).Code.ShouldBe(41030);

        shop.Control.SetCheckOrder(SendCheck.Token, SendCheck.Json, SendCheck.Subscription);
        (await shop.Post(address, bad)).Code.ShouldBe(43101);
        shop.Control.CheckOrder().ShouldBe([SendCheck.Token, SendCheck.Json, SendCheck.Subscription, SendCheck.ToUser, SendCheck.Template, SendCheck.Data, SendCheck.Page, SendCheck.Quota]);
    }

    [Fact]
    public async Task A_check_after_the_subscription_that_refuses_gives_the_send_back()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetCheckOrder(SendCheck.Token, SendCheck.Json, SendCheck.Subscription);

        (await shop.Send(page: "pages/none")).Code.ShouldBe(41030);

        shop.Control.Grants(Given.App, Given.Alice).Single(grant => grant.TemplateId == Given.OrderPaid).Sends.ShouldBe(3);
    }

    [Fact]
    public async Task Every_check_passes_or_refuses_but_never_fails_in_any_order()
    {
        await using var shop = await Given.A_shop();
        var address = $"{Given.SendPath}?access_token={await shop.Token()}";
        string[] bodies = ["", "{", "{}", """{"touser":"o-alice"}""", """{"template_id":"tmpl-weather"}""", Given.Body(Given.Alice)];
        var random = new Random(7);
        for (var i = 0; i < 100; i++)
        {
            var order = Enum.GetValues<SendCheck>();
            random.Shuffle(order);
            shop.Control.SetCheckOrder(order);
            foreach (var body in bodies)
            {
                (await shop.Post(address, body)).Status.ShouldBe(HttpStatusCode.OK);
                (await shop.Post(Given.SendPath, body)).Code.ShouldNotBe(0);
            }
        }
    }

    [Fact]
    public async Task The_message_id_can_be_left_out_and_the_content_type_changed()
    {
        await using var shop = await Given.A_shop(new SimulatorOptions { Settings = new() { MsgIdAbsent = true } });
        (await shop.SendWeather()).Raw.ShouldBe("""{"errcode":0,"errmsg":"ok"}""");
        (await shop.SendWeather()).ContentType.ShouldBe("application/json; charset=utf-8");

        shop.Control.ChangeSettings(new() { MsgIdAbsent = false, ContentType = "text/plain" });

        var reply = await shop.SendWeather();
        reply.MessageId.ShouldNotBeNull();
        reply.ContentType.ShouldBe("text/plain");
        shop.Control.ChangeSettings(new() { ContentType = "" });
        (await shop.SendWeather()).ContentType.ShouldBe("");
        shop.Control.ChangeSettings(new() { ContentType = "text/plain" });
        (await shop.SendWeather("o-nobody")).ContentType.ShouldBe("text/plain");
    }

    [Fact]
    public async Task The_first_group_of_a_rid_is_the_simulated_second()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetClock(DateTimeOffset.FromUnixTimeSeconds(1635156704));

        (await shop.SendWeather("o-nobody")).Text.ShouldStartWith("invalid openid rid: 617682e0-");
    }

    [Fact]
    public async Task A_body_sent_in_pieces_is_read_whole()
    {
        await using var shop = await Given.A_shop();
        var padding = new string(' ', 200_000);
        var body = JsonSerializer.Serialize(new { padding, touser = Given.Alice, template_id = Given.Weather, data = new { thing1 = new { value = "晴" } } });

        (await shop.Post($"{Given.SendPath}?access_token={await shop.Token()}", body)).Code.ShouldBe(0);

        shop.Control.Messages().Messages.ShouldHaveSingleItem().Data["thing1"].ShouldBe("晴");
    }

    [Fact]
    public async Task A_body_larger_than_allowed_gets_413_and_the_simulator_lives_on()
    {
        await using var shop = await Given.A_shop();
        using var large = new HttpRequestMessage(HttpMethod.Post, $"{Given.SendPath}?access_token={await shop.Token()}");
        large.Content = new StringContent(new string(' ', 2 << 20));
        // Asks first: a body under way when the simulator refuses it breaks the connection before the answer is read.
        large.Headers.ExpectContinue = true;

        (await Reply.Of(await shop.Http.SendAsync(large))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        (await shop.SendWeather()).Code.ShouldBe(0);
    }
}
