using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Tests.Login;

public sealed class LoginTests : IAsyncLifetime
{
    private const string LoginPath = "/sns/jscode2session";
    private Given _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Given.A_shop();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_code_tells_who_the_user_is_with_a_key_of_its_own()
    {
        var first = await Login(Code(Given.Alice));
        var second = await Login(Code(Given.Alice));

        first.Raw.ShouldMatch("""^\{"session_key":"[A-Za-z0-9+/]{22}==","openid":"o-alice"\}$""");
        ((string)second.Json["session_key"]!).ShouldNotBe((string)first.Json["session_key"]!);
    }

    [Fact]
    public async Task A_user_with_a_unionid_has_it_in_the_answer()
    {
        _shop.Control.SetUser(new() { AppId = Given.App, OpenId = Given.Alice, UnionId = "u-1" });

        ((string)(await Login(Code(Given.Alice))).Json["unionid"]!).ShouldBe("u-1");
    }

    [Fact]
    public async Task A_first_visit_makes_a_user_of_whoever_comes()
    {
        ((string)(await Login(Code("o-first-visit"))).Json["openid"]!).ShouldBe("o-first-visit");

        (await _shop.SendWeather("o-first-visit")).Code.ShouldBe(43101);
    }

    [Fact]
    public async Task A_code_is_good_once_however_many_try_at_the_same_time()
    {
        var code = Code(Given.Alice);

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Login(code)));

        replies.Count(reply => reply.Code == 0).ShouldBe(1);
        replies.Where(reply => reply.Code != 0).ShouldAllBe(reply => reply.Code == 40163 && reply.PlainText == "code been used,");
    }

    [Fact]
    public async Task A_code_lives_for_five_minutes()
    {
        _shop.Control.SetClock(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        var (first, second) = (Code(Given.Alice), Code(Given.Alice));
        _shop.Control.AdvanceClock(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        (await Login(first)).Code.ShouldBe(0);

        _shop.Control.AdvanceClock(TimeSpan.FromSeconds(1));

        (await Login(second)).Code.ShouldBe(40029);
        (await Login(first)).Code.ShouldBe(40029);
    }

    [Fact]
    public async Task Many_codes_are_issued_at_once_and_all_are_different()
    {
        var codes = _shop.Control.IssueLoginCodes(new() { AppId = Given.App, OpenId = Given.Alice, Count = 50 }).Codes;

        codes.Distinct().Count().ShouldBe(50);
        foreach (var code in codes)
        {
            (await Login(code)).Code.ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("grant_type=client_credential&appid=wx0000000000000001&secret=0123456789abcdef0123456789abcdef&js_code={code}", 40002)]
    [InlineData("grant_type=authorization_code&secret=0123456789abcdef0123456789abcdef&js_code={code}", 41002)]
    [InlineData("grant_type=authorization_code&appid=wx0000000000000001&js_code={code}", 41004)]
    [InlineData("grant_type=authorization_code&appid=wx0000000000000001&secret=0123456789abcdef0123456789abcdef", 41008)]
    [InlineData("grant_type=authorization_code&appid=wx-none&secret=0123456789abcdef0123456789abcdef&js_code={code}", 40013)]
    [InlineData("grant_type=authorization_code&appid=wx0000000000000001&secret=wrong&js_code={code}", 40125)]
    [InlineData("grant_type=authorization_code&appid=wx0000000000000001&secret=0123456789abcdef0123456789abcdef&js_code=0nobody", 40029)]
    [InlineData("grant_type=authorization_code&appid=wx0000000000000002&secret=0123456789abcdef0123456789abcdef&js_code={code}", 40029)]
    public async Task A_request_that_is_wrong_is_refused_and_leaves_the_code_whole(string query, int expected)
    {
        var code = Code(Given.Alice);

        var refusal = await _shop.Get($"{LoginPath}?{query.Replace("{code}", code, StringComparison.Ordinal)}");

        refusal.Code.ShouldBe(expected);
        refusal.Text.ShouldMatch("^[a-z _]+, rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$");
        (await Login(code)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task An_official_account_a_frozen_secret_and_another_verb_are_refused()
    {
        _shop.Control.SetApp(new() { AppId = "wx-account", Secret = Given.Secret, Kind = AppKind.OfficialAccount });
        (await Login(_shop.Control.IssueLoginCodes(new() { AppId = "wx-account", OpenId = "o-x" }).Codes[0], "wx-account")).Code.ShouldBe(40013);
        (await _shop.Post($"{LoginPath}?js_code=x", "{}")).Code.ShouldBe(43001);
        _shop.Control.FreezeSecret(Given.App);

        (await Login(Code(Given.Alice))).Code.ShouldBe(40243);
    }

    [Fact]
    public async Task A_user_who_is_a_risk_is_not_let_in()
    {
        _shop.Control.SetUser(new() { AppId = Given.App, OpenId = Given.Alice, HighRisk = true });
        (await Login(Code(Given.Alice))).Code.ShouldBe(40226);
        _shop.Control.SetUser(new() { AppId = Given.App, OpenId = Given.Alice, HighRisk = false });

        (await Login(Code(Given.Alice))).Code.ShouldBe(0);
    }

    [Fact]
    public async Task The_101st_log_in_of_a_user_within_a_minute_is_refused_and_others_are_not_touched()
    {
        _shop.Control.SetClock(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        foreach (var code in _shop.Control.IssueLoginCodes(new() { AppId = Given.App, OpenId = Given.Alice, Count = 100 }).Codes)
        {
            (await Login(code)).Code.ShouldBe(0);
        }

        var late = Code(Given.Alice);
        (await Login(late)).Code.ShouldBe(45011);
        (await Login(Code(Given.Bob))).Code.ShouldBe(0);
        _shop.Control.AdvanceClock(TimeSpan.FromMinutes(1));

        (await Login(late)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Neither_the_code_nor_the_secret_is_in_the_call_log()
    {
        var code = Code(Given.Alice);
        await Login(code);

        var call = _shop.Control.Calls().Single(call => call.Path == LoginPath);

        call.OpenId.ShouldBe(Given.Alice);
        call.Query.ShouldBe($"?appid={Given.App}&secret=***&js_code=***&grant_type=authorization_code");
    }

    private string Code(string openId) => _shop.Control.IssueLoginCodes(new() { AppId = Given.App, OpenId = openId }).Codes.ShouldHaveSingleItem();

    private Task<Reply> Login(string code, string appId = Given.App) =>
        _shop.Get($"{LoginPath}?appid={appId}&secret={Given.Secret}&js_code={code}&grant_type=authorization_code");
}
