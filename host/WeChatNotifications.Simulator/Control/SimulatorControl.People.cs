using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Login;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Simulator.TemplateLibrary;

namespace WeChatNotifications.Simulator.Control;

/// <content>What users do, and what the apps' servers are told of it.</content>
public sealed partial class SimulatorControl
{
    /// <summary>What <c>wx.login</c> gives a user of a mini program.</summary>
    public LoginCodes IssueLoginCodes(LoginCodeRequest request)
    {
        ControlRules.Check(request);
        var app = _accounts.App(request.AppId);
        return new(_weChat.Logins.Issue(app, _accounts.User(app, request.OpenId), request.Count));
    }

    /// <summary>WeChat bans a template of the public library: it can no longer be added (200013). Private ones made from it stay.</summary>
    /// <exception cref="SimulatorControlException">The library has no such template.</exception>
    public void BanLibraryTemplate(int tid, bool banned = true)
    {
        if (PublicLibrary.Find(tid) is null)
        {
            throw new SimulatorControlException($"The template library has no template {tid}.");
        }

        _weChat.Library.Ban(tid, banned);
    }

    /// <summary>The user is asked for subscriptions. Grants change, and the popup event is pushed.</summary>
    public DialogAnswer ShowDialog(DialogRequest request) => _dialog.Show(request);

    /// <summary>The user turns templates off in the settings. Grants are lost, and the change event is pushed.</summary>
    public void UnsubscribeTemplate(TemplateRefusal refusal) => _dialog.TurnOff(refusal);

    /// <summary>The user follows an official account; pushed, unless the user did so already.</summary>
    public void Follow(FollowChange change)
    {
        var app = Followed(change);
        // Creating a user of an official account makes a follower of it, so one who is not there yet has to be asked for first.
        var isNew = app.FindUser(change.OpenId) is null;
        var user = _accounts.User(app, change.OpenId);
        if (app.Follow(user, _weChat.Clock.GetUtcNow()) || isNew)
        {
            _weChat.Pushes.Push(app, change.OpenId, new FollowEvent(Follows: true));
        }
    }

    /// <summary>The user ceases to follow; pushed, unless the user did not follow.</summary>
    /// <exception cref="SimulatorControlException">Nobody of this openid ever followed.</exception>
    public void Unfollow(FollowChange change)
    {
        var app = Followed(change);
        var user = app.FindUser(change.OpenId) ?? throw new SimulatorControlException($"The app {change.AppId} has no user {change.OpenId}.");
        if (app.Unfollow(user))
        {
            _weChat.Pushes.Push(app, change.OpenId, new FollowEvent(Follows: false));
        }
    }

    /// <summary>Sets where an app's events go, as WeChat's console does: the server has to echo a number first.</summary>
    /// <exception cref="SimulatorControlException">It did not, or something in the settings cannot be. Nothing is changed then.</exception>
    public async Task SetPushAsync(string appId, PushSeed push, CancellationToken cancellationToken = default)
    {
        var app = _accounts.App(appId);
        var config = PushConfig.Of(push, appId, app.Kind, _weChat.AllowRemotePush);
        if (await _weChat.Pushes.CheckAsync(config, cancellationToken) is { } fault)
        {
            throw new SimulatorControlException($"The URL check of {appId} failed: {fault}.");
        }

        app.Push = config;
    }

    /// <summary>Events of the app are no longer pushed. Those that wait still are.</summary>
    public void RemovePush(string appId) => _accounts.App(appId).Push = null;

    public PushPage Pushes(PushFilter? filter = null) => _weChat.Pushes.Read(filter ?? new());

    /// <summary>Sends kept pushes once more, as WeChat does when it missed an answer: the same body, newly signed.</summary>
    public Redelivery RedeliverPushes(PushFilter? filter = null) => new(_weChat.Pushes.Redeliver(filter ?? new()));

    private SimulatedApp Followed(FollowChange change)
    {
        ControlRules.Check(change);
        var app = _accounts.App(change.AppId);
        return app.Kind == AppKind.OfficialAccount ? app : throw new SimulatorControlException($"{change.AppId} is not an official account and has no followers.");
    }
}
