using WeChatNotifications.Simulator.Login;

namespace WeChatNotifications.Simulator.Control;

/// <content>What users do: log in, follow, answer dialogs.</content>
public sealed partial class SimulatorControl
{
    /// <summary>What <c>wx.login</c> gives a user of a mini program.</summary>
    public LoginCodes IssueLoginCodes(LoginCodeRequest request)
    {
        ControlRules.Check(request);
        var app = _accounts.App(request.AppId);
        return new(_weChat.Logins.Issue(app, _accounts.User(app, request.OpenId), request.Count));
    }
}
