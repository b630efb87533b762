using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Sending;

/// <summary>
/// A call that sends one message: judged step by step in the order set, then kept. What all of them do is here; each says what it
/// checks in a step of its own.
/// </summary>
internal abstract class MessageCall(SimulatedWeChat weChat) : Call
{
    private int _tokenCode;
    private bool _readable;
    private string? _refusalText;

    protected SimulatedWeChat WeChat => weChat;

    protected abstract SimulatedChannel Channel { get; }

    /// <summary>The kind of account that may call; the other gets 48001.</summary>
    protected abstract AppKind Sender { get; }

    /// <summary>The kind of template it takes; the other is unknown to it.</summary>
    protected abstract TemplateKind Takes { get; }

    /// <summary>The body.</summary>
    protected abstract MessageRequest Request { get; }

    /// <summary>The part of the body that becomes the message.</summary>
    protected virtual MessageRequest Content => Request;

    /// <summary>The account the user sees the message from: it has the template and the user.</summary>
    protected virtual SimulatedApp? Account => App;

    protected SimulatedUser? User { get; private set; }

    protected SimulatedTemplate? Template { get; private set; }

    public override void Identify()
    {
        _tokenCode = weChat.Tokens.Check(Query, out var app);
        App = app;
        AppId = app?.AppId;
        _readable = Request.TryRead(Body.Span);
        if (!_readable)
        {
            return;
        }

        (OpenId, TemplateId) = (Request.ToUser, Content.TemplateId);
        if (Account is not { } account)
        {
            return;
        }

        Template = account.Templates.GetValueOrDefault(TemplateId);
        User = FindUser(account, OpenId);
        if (User is not null)
        {
            weChat.SawOpenPerUser(User.Enter());
        }
    }

    public override Answer Process()
    {
        if (!HttpMethods.IsPost(Http.Request.Method))
        {
            return weChat.Answers.Refuse(WeChatCodes.RequirePost);
        }

        var now = weChat.Clock.GetUtcNow();
        foreach (var check in weChat.CheckOrder)
        {
            if (Judge(check, now) is not WeChatCodes.Ok and var code)
            {
                GiveBack();
                return _refusalText is null ? weChat.Answers.Refuse(code) : weChat.Answers.Refuse(code, _refusalText);
            }
        }

        return Accept(now);
    }

    public override void Release() => User?.Leave();

    protected virtual SimulatedUser? FindUser(SimulatedApp account, string openId) => account.FindUser(openId);

    /// <summary>Whether WeChat still offers the call, once token and account are right.</summary>
    protected virtual int JudgePeriod() => WeChatCodes.Ok;

    protected virtual int JudgeUser() => User is null ? WeChatCodes.InvalidOpenId : WeChatCodes.Ok;

    /// <summary>Whether a template of the right kind may be used.</summary>
    protected abstract int JudgeBan(SimulatedTemplate template);

    protected abstract int JudgeData(SimulatedTemplate template);

    /// <summary>Where a tap on the message leads.</summary>
    protected abstract int JudgePage(SimulatedApp account);

    /// <summary>Takes what permits the message.</summary>
    protected virtual int JudgePermit(SimulatedUser user, SimulatedTemplate template, DateTimeOffset now) => WeChatCodes.Ok;

    /// <summary>Another step has refused: what <see cref="JudgePermit"/> took comes back.</summary>
    protected virtual void GiveBack()
    {
    }

    protected abstract SendQuota QuotaOf(AppQuotas quotas);

    protected virtual int JudgeQuota(DateTimeOffset now) => QuotaOf(App!.Quotas).TryTake(now);

    /// <summary>Every check has passed, so everything it was made on is there.</summary>
    protected virtual Answer Accept(DateTimeOffset now)
    {
        Keep(now);
        return Answers.Accepted;
    }

    /// <returns>WeChat's id for the message.</returns>
    protected long Keep(DateTimeOffset now)
    {
        var id = weChat.Messages.Add(new(Account!, User!, Template!, Channel, Content, Body), now, weChat.Settings);
        weChat.SentMessages?.MessageSent(new(Account!, User!, Template!, id, Channel, now));
        weChat.Phones.Ring(User!, id);
        return id;
    }

    /// <summary>A refusal in words of its own.</summary>
    protected int Refuse(int code, string text)
    {
        _refusalText = text;
        return code;
    }

    /// <summary>One step. What cannot be judged because an earlier thing is missing passes: the step for that thing refuses.</summary>
    private int Judge(SendCheck check, DateTimeOffset now) => check switch
    {
        SendCheck.Token => _tokenCode == WeChatCodes.Ok ? JudgeAccount(App!) : _tokenCode,
        SendCheck.Json => JudgeJson(),
        _ when App is null || !_readable => WeChatCodes.Ok,
        SendCheck.ToUser => JudgeUser(),
        SendCheck.Template => JudgeTemplate(),
        SendCheck.Data => Template is null ? WeChatCodes.Ok : JudgeData(Template),
        SendCheck.Page => Account is null ? WeChatCodes.Ok : JudgePage(Account),
        SendCheck.Subscription => User is null || Template is null ? WeChatCodes.Ok : JudgePermit(User, Template, now),
        _ => JudgeQuota(now),
    };

    /// <summary>Only official accounts need to be verified.</summary>
    private int JudgeAccount(SimulatedApp app) => app.CanSend && app.Kind == Sender && (app.Verified || app.Kind == AppKind.MiniProgram)
        ? JudgePeriod()
        : WeChatCodes.Unauthorized;

    private int JudgeJson()
    {
        if (Body.IsEmpty)
        {
            return WeChatCodes.EmptyBody;
        }

        if (!_readable)
        {
            return WeChatCodes.InvalidJson;
        }

        return weChat.Settings.RefuseEscapedUnicode == true && MessageRequest.HasEscapedUnicode(Body.Span) ? WeChatCodes.InvalidCharset : WeChatCodes.Ok;
    }

    private int JudgeTemplate() =>
        Template is { Deleted: false } template && template.Kind == Takes ? JudgeBan(template) : WeChatCodes.InvalidTemplateId;
}
