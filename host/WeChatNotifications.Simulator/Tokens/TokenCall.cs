using System.Net;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Tokens;

/// <summary>What both token calls check, in this order: grant type, appid and secret given, appid known, caller's address, secret right, secret's state, account's state.</summary>
internal abstract class TokenCall(SimulatedWeChat weChat) : Call
{
    private const string GrantType = "client_credential";

    protected SimulatedWeChat WeChat => weChat;

    protected string GrantTypeGiven { get; set; } = "";

    protected string SecretGiven { get; set; } = "";

    protected abstract TokenSlot SlotOf(SimulatedApp app);

    protected abstract Answer Issue(SimulatedApp app);

    /// <summary>0, or why the request cannot be read.</summary>
    protected abstract int CheckShape();

    protected void IdentifyApp(string appId)
    {
        AppId = appId;
        App = weChat.Apps.GetValueOrDefault(appId);
        if (App is not null)
        {
            SlotOf(App).CountCall();
        }
    }

    public override Answer Process()
    {
        if (CheckShape() is not WeChatCodes.Ok and var shape)
        {
            return weChat.Answers.Refuse(shape);
        }

        var code = CheckCredential();
        if (code == WeChatCodes.IpNotAllowed)
        {
            return weChat.Answers.Refuse(code, IpText(CallerAddress()));
        }

        return code == WeChatCodes.Ok ? Issue(App!) : weChat.Answers.Refuse(code);
    }

    private int CheckCredential() => this switch
    {
        { GrantTypeGiven: not GrantType } => WeChatCodes.InvalidGrantType,
        { AppId: null or "" } => WeChatCodes.AppIdMissing,
        { SecretGiven: "" } => WeChatCodes.SecretMissing,
        { App: null } => WeChatCodes.InvalidAppId,
        { App: var app } when !app.Whitelist.Allows(CallerAddress()) => WeChatCodes.IpNotAllowed,
        { App: var app } when SecretGiven != app.Secret => WeChatCodes.InvalidSecret,
        { App.SecretFrozen: true } => WeChatCodes.SecretFrozen,
        { App.TokenRefusal: var refusal } => refusal,
    };

    private IPAddress CallerAddress() => Http.Connection.RemoteIpAddress ?? IPAddress.Loopback;

    private static string IpText(IPAddress address) => address.IsIPv4MappedToIPv6 || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
        ? $"invalid ip {address.MapToIPv4()} ipv6 {address.MapToIPv6()}, not in whitelist"
        : $"invalid ip {address} ipv6 {address}, not in whitelist";
}
