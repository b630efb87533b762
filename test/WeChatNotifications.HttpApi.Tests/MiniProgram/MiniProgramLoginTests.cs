using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Simulator.Faults;

namespace WeChatNotifications.HttpApi.Tests.MiniProgram;

public sealed class MiniProgramLoginTests(RunningHost host)
{
    private const string LoginPath = "/sns/jscode2session";

    [Fact]
    public async Task A_user_logs_in_and_is_known_from_then_on()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.SetUser(new() { AppId = shop.AppId, OpenId = "alice", UnionId = "union-alice" });

        var first = (await LoginAsync(shop, shop.Code("alice"))).ShouldBe(HttpStatusCode.OK);
        first.Json["isNew"]!.GetValue<bool>().ShouldBeTrue();
        DateTimeOffset.Parse(first["expiresAt"]!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(DateTimeOffset.UtcNow.AddDays(7), TimeSpan.FromMinutes(1));
        first.Body.ShouldNotContain("alice");
        (await LoginAsync(shop, shop.Code("alice"))).Json["isNew"]!.GetValue<bool>().ShouldBeFalse();

        var alice = (await shop.Admin.GetAsync(Shop.Recipients)).ShouldBe(HttpStatusCode.OK).Json["items"]!.AsArray().ShouldHaveSingleItem()!;
        alice["openId"]!.ToString().ShouldBe("alice");
        alice["unionId"]!.ToString().ShouldBe("union-alice");
        alice["userId"].ShouldBeNull();
        alice["appCredentialId"]!.ToString().ShouldBe(shop.CredentialId.ToString());
    }

    [Fact]
    public async Task A_code_is_good_for_one_log_in_and_the_refusal_says_what_to_do()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var code = shop.Code("alice");
        (await LoginAsync(shop, code)).ShouldBe(HttpStatusCode.OK);

        (await LoginAsync(shop, code)).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["code: LoginCode"]);
        var chinese = await host.Anonymous().With("Accept-Language", "zh-CN").PostAsync($"{Shop.MiniProgram}/{shop.AppId}/login", new { Code = "nonsense" });
        chinese.ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["code: LoginCode"]);
        chinese["detail"]!.ShouldContain("wx.login");
        chinese["detail"]!.ShouldContain("请");
    }

    [Theory]
    [InlineData("{}", "code: Required")]
    [InlineData("""{"code":""}""", "code: Required")]
    [InlineData("""{"code":7}""", "code: JsonType")]
    [InlineData("""{"kode":"x"}""", "kode: UnknownProperty")]
    [InlineData("{", "body: Json")]
    public async Task A_body_that_is_no_log_in_is_refused_before_WeChat_is_asked(string body, string violation)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await host.Anonymous().PostTextAsync($"{Shop.MiniProgram}/{shop.AppId}/login", body))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe([violation]);
        (await LoginAsync(shop, new string('x', 300))).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["code: TooLong"]);
        host.WeChat.Control.Calls(10_000).ShouldNotContain(c => c.Path == LoginPath && c.AppId == shop.AppId);
    }

    [Fact]
    public async Task A_user_whom_WeChat_blocks_is_told_so()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.SetUser(new() { AppId = shop.AppId, OpenId = "mallory", HighRisk = true });
        (await LoginAsync(shop, shop.Code("mallory"))).ShouldBeProblem(HttpStatusCode.Forbidden, "LoginBlocked");
        (await shop.Admin.GetAsync(Shop.Recipients)).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore, 0)]
    [InlineData(FaultKind.ResetAfter, 0)]
    [InlineData(FaultKind.Html, 0)]
    [InlineData(FaultKind.HttpStatus, 0)]
    [InlineData(FaultKind.WeChatError, -1)]
    public async Task When_WeChat_is_away_the_phone_may_come_again_and_the_code_left_once_only(FaultKind kind, int errorCode)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var fault = host.WeChat.Control.AddFault(new() { Kind = kind, Path = LoginPath, AppId = shop.AppId, ErrorCode = errorCode == 0 ? -1 : errorCode });
        var answer = await LoginAsync(shop, shop.Code("alice"));
        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "WeChatUnavailable");
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        host.WeChat.Control.Faults().Single(f => f.Id == fault.Id).Struck.ShouldBe(1);

        host.WeChat.Control.RemoveFault(fault.Id);
        (await LoginAsync(shop, shop.Code("alice"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Too_many_log_ins_of_one_user_have_to_wait()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.AddFault(new() { Kind = FaultKind.WeChatError, Path = LoginPath, AppId = shop.AppId, ErrorCode = 45011, Count = 1 });
        var answer = await LoginAsync(shop, shop.Code("alice"));
        answer.ShouldBeProblem(HttpStatusCode.TooManyRequests, "LoginTooFrequent");
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_secret_that_is_wrong_here_is_the_operators_to_know_and_nobody_elses()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PutAsync($"{Shop.Credentials}/{shop.CredentialId}", new { Name = "Tea shop", Secret = host.Secret("a-secret-that-is-wrong") })).ShouldBe(HttpStatusCode.OK);
        var answer = await LoginAsync(shop, shop.Code("alice"));
        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "LoginUnavailable");
        answer.Body.ShouldNotContain("40125");
        host.Logs.Lines.ShouldContain(l => l.ToString().Contains("40125", StringComparison.Ordinal) && l.ToString().Contains(shop.AppId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_that_nobody_has_and_an_official_account_are_404()
    {
        var shop = await (await (await host.NewShopAsync()).OpenAsync()).OpenAccountAsync();
        foreach (var app in (string[])["wx-nobody", shop.AccountAppId, shop.AccountId.ToString(), Guid.NewGuid().ToString(), new string('x', 500)])
        {
            (await host.Anonymous().PostAsync($"{Shop.MiniProgram}/{app}/login", new { Code = "x" })).ShouldBeProblem(HttpStatusCode.NotFound, "NotFound");
        }
    }

    [Fact]
    public async Task Of_several_tenants_with_one_appid_the_credentials_id_says_which()
    {
        var first = await (await host.NewShopAsync()).OpenAsync();
        var second = await host.NewShopAsync();
        var copy = (await second.Admin.PostAsync(Shop.Credentials, first.NewCredential())).ShouldBe(HttpStatusCode.Created).Id;

        (await LoginAsync(first, first.Code("alice"))).ShouldBeProblem(HttpStatusCode.Conflict, "AmbiguousApp");
        (await host.Anonymous().PostAsync($"{Shop.MiniProgram}/{copy}/login", new { Code = first.Code("alice") })).ShouldBe(HttpStatusCode.OK);
        (await second.Admin.GetAsync(Shop.Recipients)).Json["items"]!.AsArray().Count.ShouldBe(1);
        (await first.Admin.GetAsync(Shop.Recipients)).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_of_the_host_who_is_signed_in_is_tied_to_the_openid_and_a_program_is_not()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var (user, cookie) = await SignInAsync(shop.TenantId);
        (await host.Anonymous().With("Cookie", cookie).With("X-Requested-With", "XMLHttpRequest").PostAsync($"{Shop.MiniProgram}/{shop.AppId}/login", new { Code = shop.Code("alice") }))
            .ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PostAsync($"{Shop.MiniProgram}/{shop.AppId}/login", new { Code = shop.Code("bob") })).ShouldBe(HttpStatusCode.OK);

        // Another site could let a browser log somebody else in, and so turn messages to its own phone.
        (await host.Anonymous().With("Cookie", cookie).With("Origin", "https://evil.example").PostAsync($"{Shop.MiniProgram}/{shop.AppId}/login", new { Code = shop.Code("mallory") }))
            .ShouldBeProblem(HttpStatusCode.Forbidden, "CrossSite");

        // A user of another tenant is nobody here.
        var (_, foreign) = await SignInAsync((await host.NewShopAsync()).TenantId);
        (await host.Anonymous().With("Cookie", foreign).With("X-Requested-With", "XMLHttpRequest").PostAsync($"{Shop.MiniProgram}/{shop.AppId}/login", new { Code = shop.Code("carol") }))
            .ShouldBe(HttpStatusCode.OK);

        (await shop.Admin.GetAsync(Shop.Recipients)).Json["items"]!.AsArray().Select(r => $"{r!["openId"]} {r["userId"]}").ShouldBe([$"alice {user}", "bob ", "carol "], ignoreOrder: true);
    }

    [Fact]
    public async Task Neither_code_nor_session_nor_openid_stands_in_the_log()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var openId = "oSecretive" + Guid.NewGuid().ToString("N");
        var code = shop.Code(openId);
        var session = (await LoginAsync(shop, code)).ShouldBe(HttpStatusCode.OK)["session"]!;
        var phone = host.Anonymous().With("Authorization", "WeChatSession " + session);
        (await phone.GetAsync(Shop.MiniProgram + "/permits")).ShouldBe(HttpStatusCode.OK);
        (await LoginAsync(shop, code)).ShouldBe(HttpStatusCode.BadRequest);

        var log = string.Join('\n', host.Logs.Lines.Where(l => !l.Category.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)));
        log.ShouldNotContain(code);
        log.ShouldNotContain(session);
        log.ShouldNotContain(openId);
    }

    private Task<ApiAnswer> LoginAsync(Shop shop, string code) => host.Anonymous().PostAsync($"{Shop.MiniProgram}/{shop.AppId}/login", new { Code = code });

    private async Task<(string User, string Cookie)> SignInAsync(Guid tenant)
    {
        var name = $"user-{Guid.NewGuid():N}";
        var user = await host.UserAsync(tenant, name, "correct horse battery");
        var answer = (await host.Anonymous().PostAsync("/account/login", new { UserName = name, Password = "correct horse battery" })).ShouldBe(HttpStatusCode.NoContent);
        return (user.Id.ToString(), answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }
}
