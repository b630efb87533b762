using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Login;
using WeChatNotifications.WeChatApi.Tests.Support;

namespace WeChatNotifications.WeChatApi.Tests.Login;

public sealed class LoginTests
{
    private static readonly LoginRequest Request = new("wx1234567890abcdef", Given.Secret, "0a1B+c/=");

    [Fact]
    public async Task A_code_becomes_a_user_and_the_session_key_is_dropped()
    {
        await using var server = ScriptedServer.That(
            Reply.Json("""{"session_key":"secret-session-key==","openid":"oABC-alice","unionid":"uABC"}""", contentType: "text/plain"));

        var result = await Given.Client(server.Address).LoginAsync(Request);

        result.ShouldBe(new LoginResult.SignedIn("oABC-alice", "uABC"));
        server.Request.Method.ShouldBe("GET");
        server.Request.Target.ShouldBe(
            $"/sns/jscode2session?appid=wx1234567890abcdef&secret={Uri.EscapeDataString(Given.Secret)}&js_code=0a1B%2Bc%2F%3D&grant_type=authorization_code");
        server.Request.Target.ShouldNotContain("access_token");
        server.Request.Body.ShouldBeEmpty();
        typeof(LoginResult.SignedIn).GetProperties().Select(property => property.Name).ShouldNotContain(name => name.Contains("Key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"openid":"o1","session_key":"k"}""")]
    [InlineData("""{"openid":"o1","session_key":"k","unionid":""}""")]
    [InlineData("""{"errcode":0,"errmsg":"ok","openid":"o1","unionid":null}""")]
    public async Task A_user_may_have_no_union_id(string body) =>
        (await ResultOf(Reply.Json(body))).ShouldBe(new LoginResult.SignedIn("o1", null));

    [Theory]
    [InlineData("""{"errcode":40029,"errmsg":"invalid code, hints: [ req_id: aBcD0123 ]"}""", 40029, "invalid code", "req_id: aBcD0123")]
    [InlineData("""{"errcode":40163,"errmsg":"code been used, rid: 617682e0-52a2e2b3-5f2c1a7d"}""", 40163, "code been used", null)]
    [InlineData("""{"errcode":40226,"errmsg":"code blocked"}""", 40226, "code blocked", null)]
    public async Task A_bad_code_is_a_refusal(string body, int code, string message, string? hint)
    {
        var error = (await ResultOf(Reply.Json(body))).ShouldBeOfType<LoginResult.Refused>().Error;

        error.Code.ShouldBe(code);
        error.Message.ShouldBe(message);
        error.Hint.ShouldBe(hint);
        WeChatErrorCatalogue.Find(code, WeChatCall.Login).IsKnown.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}", 200)]
    [InlineData("""{"openid":""}""", 200)]
    [InlineData("""{"openid":{"a":1}}""", 200)]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""", 200)]
    [InlineData("""["openid"]""", 200)]
    [InlineData("<html>", 502)]
    public async Task Anything_else_is_no_login(string body, int status) =>
        (await ResultOf(Reply.Json(body, status))).ShouldBeOfType<LoginResult.Unreachable>().Fault.HttpStatus.ShouldBe(status);

    [Fact]
    public async Task A_code_is_never_sent_twice_even_on_a_connection_that_was_just_closed()
    {
        // A GET on a pooled connection that ends without an answer is repeated by the framework unless it is kept from it.
        var replies = new Queue<Reply>([Reply.Json("""{"openid":"o1"}"""), Reply.Raw(""), Reply.Json("""{"openid":"o3"}""")]);
        await using var server = ScriptedServer.That(_ => replies.Dequeue());
        var client = Given.Client(server.Address);

        (await client.LoginAsync(Request)).ShouldBe(new LoginResult.SignedIn("o1", null));
        (await client.LoginAsync(Request with { Code = "code-2" })).ShouldBeOfType<LoginResult.Unreachable>().Fault.Kind.ShouldBe(TransportFaultKind.ConnectionLost);

        server.Requests.Count.ShouldBe(2);
        (await client.LoginAsync(Request)).ShouldBe(new LoginResult.SignedIn("o3", null));
    }

    [Theory]
    [InlineData("", Given.Secret, "c", "AppId")]
    [InlineData("wx1", " ", "c", "Secret")]
    [InlineData("wx1", Given.Secret, "", "Code")]
    public async Task A_request_that_lacks_something_is_the_callers_fault(string appId, string secret, string code, string missing)
    {
        var exception = await Should.ThrowAsync<ArgumentException>(() => Given.Client(ScriptedServer.Nobody()).LoginAsync(new(appId, secret, code)));

        exception.ParamName.ShouldBe("request");
        exception.Message.ShouldContain(missing);
        exception.ToString().ShouldNotContain(Given.Secret);
    }

    [Fact]
    public async Task Secret_code_and_user_are_not_shown()
    {
        var echoed = (await ResultOf(Reply.Json(
            $$"""{"errcode":40029,"errmsg":"bad {{Given.Secret}} 0a1B+c/= {{Uri.EscapeDataString(Given.Secret)}} 0a1B%2Bc%2F%3D"}"""))).ShouldBeOfType<LoginResult.Refused>();

        echoed.Error.Message.ShouldBe("bad *** *** *** ***");
        Request.ToString().ShouldBe("LoginRequest { AppId = wx1234567890abcdef }");
        new LoginResult.SignedIn("oABC", "uABC").ToString().ShouldBe("SignedIn");
    }

    private static async Task<LoginResult> ResultOf(Reply reply)
    {
        await using var server = ScriptedServer.That(reply);
        return await Given.Client(server.Address).LoginAsync(Request);
    }
}
