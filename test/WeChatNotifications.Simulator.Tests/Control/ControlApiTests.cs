using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Control;

/// <summary>The control API as curl sees it.</summary>
public sealed class ControlApiTests(ControlApiTests.Shop shop) : IClassFixture<ControlApiTests.Shop>
{
    [Theory]
    [InlineData("seed", "{", "JSON")]
    [InlineData("seed", "null", "no body was provided")]
    [InlineData("seed", """{"app":[]}""", "'app'")]
    [InlineData("seed", """{"apps":null}""", "apps")]
    [InlineData("seed", """{"apps":[null]}""", "An entry is null.")]
    [InlineData("seed", """{"apps":[{"secret":"x"}]}""", "appId")]
    [InlineData("seed", """{"settings":{"keepMessages":-1}}""", "KeepMessages must be between 0 and 10000000")]
    [InlineData("seed", """{"userRanges":[{"appId":"wx0000000000000001","prefix":"o-","count":-1}]}""", "Count must be between 0 and 10000000")]
    [InlineData("seed", """{"userRanges":[{"appId":"wx0000000000000001","prefix":"o-","count":1,"grants":[{"templateId":"none"}]}]}""", "has no template none")]
    [InlineData("apps", """{"appId":"wx-new"}""", "The new app wx-new needs a secret.")]
    [InlineData("apps", """{"appId":"","secret":"x"}""", "AppId")]
    [InlineData("apps", """{"appId":"wx-new","secret":""}""", "Secret")]
    [InlineData("apps", """{"appId":"wx-new","secret":"x","kind":"miniprogramme"}""", "kind")]
    [InlineData("apps", """{"appId":"wx0000000000000001","ipWhitelist":["10.0.0.0/33"]}""", "takes addresses and CIDR blocks")]
    [InlineData("apps", """{"appId":"wx0000000000000001","ipWhitelist":["example.org"]}""", "takes addresses and CIDR blocks")]
    [InlineData("apps", """{"appId":"wx0000000000000001","limits":{"sendsPerDay":-2}}""", "SendsPerDay must be between -1 and 4294967295")]
    [InlineData("apps/none/freeze-secret", "", "There is no app none.")]
    [InlineData("apps/none/expire-tokens", "", "There is no app none.")]
    [InlineData("apps/wx0000000000000001/rotate-secret", """{"secret":""}""", "Secret")]
    [InlineData("apps/wx0000000000000001/templates/none/ban", "", "has no template none")]
    [InlineData("apps/none/users/o-x/block", "", "There is no app none.")]
    [InlineData("templates", """{"appId":"none","templateId":"t","fields":["thing1"]}""", "There is no app none.")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"t"}""", "needs content or fields")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"t","content":"{{thing1.DATA}}","fields":["thing1"]}""", "not both")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"t","content":"no key"}""", "needs keys")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"t","fields":["thing1","thing1.DATA"]}""", "needs keys")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"t","fields":["thing 1"]}""", "needs keys")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"t","fields":["thing1"],"type":1}""", "Type must be between 2 and 3")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"t","fields":["thing1"],"enums":{"thing1":["a"]}}""", "has no enum_string or const field thing1")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"t","fields":["keyword1"],"kind":"subscribe"}""", "is for subscribe messages, which have no key keyword1")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"tmpl-weather","fields":["thing1","remark"]}""", "is for subscribe messages, which have no key remark")]
    [InlineData("templates", """{"appId":"wx0000000000000001","templateId":"t","fields":["thing1"],"kind":"uniform"}""", "kind")]
    [InlineData("apps", """{"appId":"wx0000000000000001","prepayIdUses":0}""", "PrepayIdUses must be between 1 and 100")]
    [InlineData("apps", """{"appId":"wx0000000000000001","linkedAppId":""}""", "LinkedAppId")]
    [InlineData("apps", """{"appId":"wx0000000000000001","limits":{"templateMessagesPerDay":-2}}""", "TemplateMessagesPerDay must be between -1 and 4294967295")]
    [InlineData("form-ids", "{}", "appId")]
    [InlineData("form-ids", """{"appId":"none","openId":"o-x"}""", "There is no app none.")]
    [InlineData("form-ids", """{"appId":"wx0000000000000001","openId":""}""", "OpenId")]
    [InlineData("form-ids", """{"appId":"wx0000000000000001","openId":"o-x","count":0}""", "Count must be between 1 and 10000")]
    [InlineData("form-ids", """{"appId":"wx0000000000000001","openId":"o-x","kind":"payId"}""", "kind")]
    [InlineData("form-ids", """{"appId":"wx0000000000000001","openId":"o-x","kind":"prepayId","uses":101}""", "Uses must be between 1 and 100")]
    [InlineData("form-ids", """{"appId":"wx0000000000000001","openId":"o-x","uses":2}""", "only prepay ids take uses")]
    [InlineData("users", """{"appId":"none","openId":"o-x"}""", "There is no app none.")]
    [InlineData("grants", """{"appId":"wx0000000000000001","openId":"o-x","templateId":"none","sends":1}""", "has no template none")]
    [InlineData("grants", """{"appId":"wx0000000000000001","openId":"o-x","templateId":"tmpl-weather","sends":-1}""", "Sends must be between 0")]
    [InlineData("grants/decide", """{"appId":"wx0000000000000001","openId":"o-x","templateId":"tmpl-weather","times":0}""", "Times must be between 1 and 1000")]
    [InlineData("quotas", """{"appId":"none"}""", "There is no app none.")]
    [InlineData("latency", """{"fixedMs":-1}""", "FixedMs must be between 0 and 600000")]
    [InlineData("latency", """{"path":"/cgi-bin/tokens","fixedMs":1}""", "There is no call /cgi-bin/tokens. There are: /cgi-bin/")]
    [InlineData("faults", "{}", "kind")]
    [InlineData("faults", """{"kind":"explode"}""", "kind")]
    [InlineData("faults", """{"kind":3}""", "kind")]
    [InlineData("faults", """{"kind":"hang","share":1.5}""", "Share must be between 0 and 1")]
    [InlineData("faults", """{"kind":"hang","count":0}""", "Count must be between 1")]
    [InlineData("faults", """{"kind":"hang","path":"/send"}""", "There is no call /send.")]
    [InlineData("faults", """{"kind":"hang","probability":0.5}""", "'probability'")]
    [InlineData("faults", """{"kind":"http-status","status":99}""", "Status must be between 200 and 599")]
    [InlineData("faults", """{"kind":"slow"}""", "needs delayMs")]
    [InlineData("faults", """{"kind":"wechat-error","errorCode":0}""", "errorCode other than 0")]
    [InlineData("clock/advance", """{"seconds":1e30}""", "Seconds must be between")]
    [InlineData("clock/advance", """{"seconds":2.9e9}""", "from 2000 to 2100")]
    [InlineData("clock/set", """{"at":"1999-12-31T23:59:59Z"}""", "from 2000 to 2100")]
    [InlineData("clock/set", """{"at":"yesterday"}""", "at")]
    [InlineData("check-order", """{"order":["tokens"]}""", "order")]
    [InlineData("check-order", """{"order":["7"]}""", "order")]
    [InlineData("settings", """{"sensitiveWords":["bad",""]}""", "A sensitive word is empty")]
    [InlineData("settings", """{"contentType":"text/plain\r\nx: y"}""", "printable ASCII")]
    [InlineData("settings", """{"period":"2019"}""", "period")]
    [InlineData("settings", """{"period":2018}""", "period")]
    [InlineData("settings", """{"period":"Of2018"}""", "period")]
    [InlineData("reset?scope=some", "", "all or traffic")]
    public async Task What_cannot_be_is_refused_with_400_and_the_reason(string path, string body, string reason)
    {
        var (status, error) = await shop.Post(path, body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        error.ShouldContain(reason);
    }

    [Theory]
    [InlineData("DELETE", "faults/none", HttpStatusCode.BadRequest, "There is no fault none.")]
    [InlineData("DELETE", "apps/wx0000000000000001/templates/none", HttpStatusCode.BadRequest, "has no template none")]
    [InlineData("GET", "grants?appId=none&openId=x", HttpStatusCode.BadRequest, "There is no app none.")]
    [InlineData("GET", "grants?appId=none", HttpStatusCode.BadRequest, "openId")]
    [InlineData("GET", "form-ids?appId=none&openId=x", HttpStatusCode.BadRequest, "There is no app none.")]
    [InlineData("GET", "messages?channel=letters", HttpStatusCode.BadRequest, "There is no channel letters. There are: subscribeMessage, templateMessage, uniformMessage, officialAccountTemplateMessage, officialAccountSubscribeMessage.")]
    [InlineData("GET", "messages?limit=many", HttpStatusCode.BadRequest, "limit")]
    [InlineData("GET", "seed", HttpStatusCode.MethodNotAllowed, "takes another verb")]
    [InlineData("GET", "nothing", HttpStatusCode.NotFound, "There is no control call /_sim/nothing.")]
    public async Task So_is_everything_else_that_does_not_exist(string method, string path, HttpStatusCode expected, string reason)
    {
        var (status, error) = await shop.Call(method, path);

        (status, error.Contains(reason, StringComparison.Ordinal)).ShouldBe((expected, true), error);
    }

    [Fact]
    public async Task A_body_that_does_not_say_it_is_JSON_is_refused_so_that_no_web_page_can_steer_the_simulator()
    {
        using var form = new StringContent("""{"seconds":1}""", Encoding.UTF8, "application/x-www-form-urlencoded");

        var response = await shop.Http.PostAsync("_sim/clock/advance", form);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await response.Content.ReadAsStringAsync()).ShouldContain("JSON");
    }

    [Fact]
    public async Task Nothing_that_was_refused_has_changed_the_world()
    {
        await shop.Post("templates", """{"appId":"wx0000000000000001","templateId":"tmpl-weather","title":"changed","enums":{"thing1":["a"]}}""");

        var (_, apps) = await shop.Call("GET", "apps");

        var templates = JsonNode.Parse(apps)![0]!["templates"]!.AsArray();
        templates.Select(template => (string)template!["title"]!).ShouldBe(["Order paid", "Weather"]);
    }

    [Fact]
    public async Task A_path_WeChat_does_not_have_gets_WeChats_own_words()
    {
        var reply = await Reply.Of(await shop.Http.GetAsync("cgi-bin/no/such/call"));

        (reply.Status, reply.Code, reply.PlainText).ShouldBe((HttpStatusCode.NotFound, 40066, "invalid url"));
    }

    [Fact]
    public async Task With_a_key_only_its_owner_steers_and_WeChat_itself_needs_none()
    {
        await using var guarded = await Given.A_shop(new SimulatorOptions { ControlKey = "open sesame" });
        (await guarded.Http.GetAsync("_sim/report")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        guarded.Http.DefaultRequestHeaders.Add("X-Control-Key", "open");
        (await guarded.Http.GetAsync("_sim/report")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await guarded.Stable()).Code.ShouldBe(0);
        guarded.Http.DefaultRequestHeaders.Remove("X-Control-Key");
        guarded.Http.DefaultRequestHeaders.Add("X-Control-Key", "open sesame");

        (await guarded.Http.GetAsync("_sim/report")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public sealed class Shop : IAsyncLifetime
    {
        private Given _given = null!;

        internal HttpClient Http => _given.Http;

        public async ValueTask InitializeAsync() => _given = await Given.A_shop();

        internal async Task<(HttpStatusCode Status, string Error)> Post(string path, string body)
        {
            using var content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await Http.PostAsync($"_sim/{path}", content);
            var text = await response.Content.ReadAsStringAsync();
            return (response.StatusCode, (string?)JsonNode.Parse(text)!["error"] ?? "");
        }

        internal async Task<(HttpStatusCode Status, string Text)> Call(string method, string path)
        {
            using var request = new HttpRequestMessage(new(method), $"_sim/{path}");
            using var response = await Http.SendAsync(request);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        public ValueTask DisposeAsync() => _given.DisposeAsync();
    }
}
