using System.Security.Cryptography;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Login;

/// <summary>
/// <c>GET /sns/jscode2session</c>: who is behind a log-in code. Takes the app's secret instead of a token. Checked in this order:
/// verb, grant type, appid, secret and code given, appid known and of a mini program, secret right, code known, unused, user's
/// risk, user's log-ins in this minute.
/// </summary>
internal sealed class LoginCall(SimulatedWeChat weChat) : Call
{
    private const string GrantType = "authorization_code";
    private const int SessionKeyBytes = 16;

    private LoginCode? _code;

    public override void Identify()
    {
        AppId = Wire.Query.Read(Query, "appid");
        App = weChat.Apps.GetValueOrDefault(AppId);
        _code = App is null ? null : weChat.Logins.Find(App, Wire.Query.Read(Query, "js_code"));
        OpenId = _code?.User.OpenId;
    }

    public override Answer Process()
    {
        if (!HttpMethods.IsGet(Http.Request.Method))
        {
            return Refuse(WeChatCodes.RequireGet);
        }

        var code = CheckRequest();
        if (code == WeChatCodes.Ok)
        {
            code = CheckCode();
        }

        return code == WeChatCodes.Ok ? SessionOf(_code!.User) : Refuse(code);
    }

    private int CheckRequest() => this switch
    {
        _ when Wire.Query.Read(Query, "grant_type") != GrantType => WeChatCodes.InvalidGrantType,
        { AppId: null or "" } => WeChatCodes.AppIdMissing,
        _ when Given("secret") == "" => WeChatCodes.SecretMissing,
        _ when Given("js_code") == "" => WeChatCodes.CodeMissing,
        { App: not { Kind: AppKind.MiniProgram } } => WeChatCodes.InvalidAppId,
        { App: var app } when Given("secret") != app.Secret => WeChatCodes.InvalidSecret,
        { App.SecretFrozen: true } => WeChatCodes.SecretFrozen,
        _ => WeChatCodes.Ok,
    };

    private int CheckCode() => _code switch
    {
        null => WeChatCodes.InvalidCode,
        { IsUsed: true } => WeChatCodes.CodeUsed,
        { User.HighRisk: true } => WeChatCodes.CodeBlocked,
        _ when !weChat.Logins.TryCount(App!, _code.User) => WeChatCodes.MinuteQuota,
        // Of two at once, one comes too late.
        _ => _code.TryUse() ? WeChatCodes.Ok : WeChatCodes.CodeUsed,
    };

    private string Given(string name) => Wire.Query.Read(Query, name);

    private static Answer SessionOf(SimulatedUser user) => JsonAnswer.Of(json =>
    {
        json.WriteString("session_key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(SessionKeyBytes)));
        json.WriteString("openid", user.OpenId);
        if (user.UnionId is { } unionId)
        {
            json.WriteString("unionid", unionId);
        }
    });

    /// <summary>The sns calls put a comma before the rid.</summary>
    private Answer Refuse(int code) => weChat.Answers.Refuse(code, $"{WeChatCodes.Texts[code]},");
}
