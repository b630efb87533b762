using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Subscribe;

/// <summary><c>POST /cgi-bin/message/subscribe/send</c>: the subscribe message of a mini program.</summary>
internal sealed class SendCall(SimulatedWeChat weChat) : MessageCall(weChat)
{
    private readonly SendRequest _request = new();
    private GrantTicket _grant;
    private bool _holdsUser;

    protected override SimulatedChannel Channel => SimulatedChannel.SubscribeMessage;

    protected override AppKind Sender => AppKind.MiniProgram;

    protected override TemplateKind Takes => TemplateKind.Subscribe;

    protected override MessageRequest Request => _request;

    public override void Release()
    {
        if (_holdsUser)
        {
            User!.EndSend();
        }

        base.Release();
    }

    protected override int JudgeUser()
    {
        if (User is null)
        {
            return WeChatCodes.InvalidOpenId;
        }

        _holdsUser = User.TryBeginSend();
        return _holdsUser || App!.AllowConcurrentSends ? WeChatCodes.Ok : WeChatCodes.ConcurrentSend;
    }

    protected override int JudgeBan(SimulatedTemplate template) => App!.Banned || template.Banned ? WeChatCodes.Banned : WeChatCodes.Ok;

    protected override int JudgeData(SimulatedTemplate template)
    {
        if (SubscribeData.HasFault(template, _request, out var text))
        {
            return Refuse(WeChatCodes.InvalidData, text);
        }

        return SensitiveWords.AreIn(_request, WeChat.Settings.SensitiveWords) ? WeChatCodes.SensitiveWords : WeChatCodes.Ok;
    }

    protected override int JudgePage(SimulatedApp account) =>
        _request.Page.Length == 0 || account.HasPage(_request.Page) ? WeChatCodes.Ok : WeChatCodes.InvalidPage;

    protected override int JudgePermit(SimulatedUser user, SimulatedTemplate template, DateTimeOffset now) => _grant.Take(user, template, now);

    protected override void GiveBack() => _grant.Return(User, Template);

    protected override SendQuota QuotaOf(AppQuotas quotas) => quotas.Sends;

    protected override Answer Accept(DateTimeOffset now)
    {
        var id = Keep(now);
        return WeChat.Settings.MsgIdAbsent == true ? Answers.Accepted : Answers.Sent(id);
    }
}
