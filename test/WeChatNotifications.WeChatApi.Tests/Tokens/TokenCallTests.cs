using System.Text.Json;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Tests.Support;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.WeChatApi.Tests.Tokens;

public sealed class TokenCallTests
{
    private const string Issued = """{"access_token":"71_abc","expires_in":345}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stable_token_is_asked_for_by_post(bool forceRefresh)
    {
        await using var server = ScriptedServer.That(Reply.Json(Issued));

        var result = await Given.Client(server.Address).GetStableAccessTokenAsync(Given.StableRequest with { ForceRefresh = forceRefresh });

        result.ShouldBe(new TokenResult.Issued("71_abc", TimeSpan.FromSeconds(345)));
        server.Request.Method.ShouldBe("POST");
        server.Request.Target.ShouldBe("/cgi-bin/stable_token");
        var body = JsonDocument.Parse(server.Request.Body).RootElement;
        body.EnumerateObject().Select(member => member.Name).ShouldBe(["grant_type", "appid", "secret", "force_refresh"]);
        body.GetProperty("grant_type").GetString().ShouldBe("client_credential");
        body.GetProperty("appid").GetString().ShouldBe("wx1234567890abcdef");
        body.GetProperty("secret").GetString().ShouldBe(Given.Secret);
        body.GetProperty("force_refresh").GetBoolean().ShouldBe(forceRefresh);
    }

    [Fact]
    public async Task A_classic_token_is_asked_for_by_get_with_everything_escaped()
    {
        await using var server = ScriptedServer.That(Reply.Json(Issued));

        var result = await Given.Client(server.Address).GetAccessTokenAsync(Given.ClassicRequest);

        result.ShouldBe(new TokenResult.Issued("71_abc", TimeSpan.FromSeconds(345)));
        server.Request.Method.ShouldBe("GET");
        server.Request.Target.ShouldBe(
            $"/cgi-bin/token?grant_type=client_credential&appid=wx1234567890abcdef&secret={Uri.EscapeDataString(Given.Secret)}");
        server.Request.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_secret_is_a_refusal_with_its_rid()
    {
        var result = await Given.AStableToken(Reply.Json("""{"errcode":40125,"errmsg":"invalid appsecret, view more at https://t.cn/LOEdzVq rid: 617682e0-52a2e2b3-5f2c1a7d"}"""));

        var error = result.ShouldBeOfType<TokenResult.Refused>().Error;
        error.ShouldBe(new WeChatError(40125, "invalid appsecret, view more at https://t.cn/LOEdzVq", "617682e0-52a2e2b3-5f2c1a7d"));
        WeChatErrorCatalogue.Find(error.Code, WeChatCall.Token).Pause.ShouldBe(PausePeriod.UntilResumed);
    }

    [Theory]
    [InlineData("""{"access_token":"t","expires_in":"7200"}""")]
    [InlineData("""{"access_token":"t","expires_in":7200.0}""")]
    [InlineData("""{"errcode":0,"errmsg":"ok","access_token":"t","expires_in":7200,"more":{"a":[1,{"errcode":5}]}}""")]
    [InlineData("""{"errcode":null,"access_token":"t","expires_in":7200}""")]
    public async Task An_answer_in_another_shape_is_still_a_token(string body) =>
        (await Given.AStableToken(Reply.Json(body))).ShouldBe(new TokenResult.Issued("t", TimeSpan.FromHours(2)));

    [Theory]
    [InlineData("""{"expires_in":7200}""")]
    [InlineData("""{"access_token":"","expires_in":7200}""")]
    [InlineData("""{"access_token":"t"}""")]
    [InlineData("""{"access_token":"t","expires_in":0}""")]
    [InlineData("""{"access_token":"t","expires_in":-5}""")]
    [InlineData("""{"access_token":"t","expires_in":99999999999999}""")]
    [InlineData("""{"access_token":5,"expires_in":7200}""")]
    [InlineData("""{"errcode":0}""")]
    [InlineData("{}")]
    public async Task An_answer_without_a_usable_token_is_unreachable(string body) =>
        (await Given.AStableToken(Reply.Json(body))).ShouldBeOfType<TokenResult.Unreachable>().Fault.Kind.ShouldBe(TransportFaultKind.UnreadableAnswer);

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable()
    {
        var client = Given.Client(ScriptedServer.Nobody());

        foreach (var result in new[] { await client.GetStableAccessTokenAsync(Given.StableRequest), await client.GetAccessTokenAsync(Given.ClassicRequest) })
        {
            var fault = result.ShouldBeOfType<TokenResult.Unreachable>().Fault;
            fault.ShouldBe(new TransportFault(TransportFaultKind.Connection, "No connection could be made (ConnectionRefused)."));
        }
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    public async Task An_http_error_is_unreachable_with_its_status(int status) =>
        (await Given.AStableToken(Reply.Json("<html>", status))).ShouldBeOfType<TokenResult.Unreachable>()
            .Fault.ShouldSatisfyAllConditions(f => f.Kind.ShouldBe(TransportFaultKind.HttpStatus), f => f.HttpStatus.ShouldBe(status));

    [Theory]
    [InlineData("", Given.Secret, "AppId")]
    [InlineData("  ", Given.Secret, "AppId")]
    [InlineData("wx1", "", "Secret")]
    [InlineData("wx1", " ", "Secret")]
    public async Task A_request_without_app_or_secret_is_the_callers_fault(string appId, string secret, string missing)
    {
        var client = Given.Client(ScriptedServer.Nobody());

        foreach (var call in new Func<Task>[]
        {
            () => client.GetStableAccessTokenAsync(new(appId, secret)),
            () => client.GetAccessTokenAsync(new(appId, secret)),
        })
        {
            var exception = await call.ShouldThrowAsync<ArgumentException>();
            exception.ParamName.ShouldBe("request");
            exception.Message.ShouldContain(missing);
            exception.ToString().ShouldNotContain(Given.Secret);
        }
    }

    [Fact]
    public async Task A_call_without_a_request_is_the_callers_fault()
    {
        var client = Given.Client(ScriptedServer.Nobody());

        await Should.ThrowAsync<ArgumentNullException>(() => client.GetStableAccessTokenAsync(null!));
        await Should.ThrowAsync<ArgumentNullException>(() => client.GetAccessTokenAsync(null!));
    }
}
