using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Login;
using WeChatNotifications.WeChatApi.Sending;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.WeChatApi.Tests.Support;

/// <summary>The usual things a test starts from.</summary>
internal static class Given
{
    public const string Secret = "s3cret+/=秘密 value";
    public const string Token = "71_tok+en/==&x";
    public const string LoginCode = "0a1B+c/=code";
    public const string OpenId = "oABC-alice_1234567890";

    public static StableAccessTokenRequest StableRequest { get; } = new("wx1234567890abcdef", Secret);

    public static AccessTokenRequest ClassicRequest { get; } = new("wx1234567890abcdef", Secret);

    public static LoginRequest LoginRequest { get; } = new("wx1234567890abcdef", Secret, LoginCode);

    public static SubscribeMessage Message { get; } = new()
    {
        ToUser = OpenId,
        TemplateId = "tmpl-order-paid",
        Data = [new("thing1", "咖啡")],
    };

    public static WeChatApiClient Client(Uri address, TimeProvider? time = null, HttpMessageHandler? handler = null)
    {
        var options = new WeChatApiOptions { BaseAddress = address };
        var http = new HttpClient(handler ?? WeChatApiClient.CreateHandler(options)) { Timeout = Timeout.InfiniteTimeSpan };
        return new(http, options, time);
    }

    public static async Task<SendResult> ASend(Reply reply, HttpMessageHandler? handler = null)
    {
        await using var server = ScriptedServer.That(reply);
        return await Client(server.Address, handler: handler).SendSubscribeMessageAsync(Token, Message);
    }

    public static async Task<TokenResult> AStableToken(Reply reply)
    {
        await using var server = ScriptedServer.That(reply);
        return await Client(server.Address).GetStableAccessTokenAsync(StableRequest);
    }

    public static async Task<WeChatError> ARefusedSend(Reply reply) => (await ASend(reply)).ShouldBeOfType<SendResult.Refused>().Error;
}
