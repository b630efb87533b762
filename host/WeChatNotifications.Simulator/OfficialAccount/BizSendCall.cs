using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.Subscribe;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.OfficialAccount;

/// <summary><c>POST /cgi-bin/message/subscribe/bizsend</c>: the subscribe message of an official account, to whoever accepted it, follower or not.</summary>
internal sealed class BizSendCall(SimulatedWeChat weChat) : MessageCall(weChat)
{
    private readonly BizSendRequest _request = new();
    private GrantTicket _grant;

    protected override SimulatedChannel Channel => SimulatedChannel.OfficialAccountSubscribeMessage;

    protected override AppKind Sender => AppKind.OfficialAccount;

    protected override TemplateKind Takes => TemplateKind.Subscribe;

    protected override MessageRequest Request => _request;

    protected override int JudgeBan(SimulatedTemplate template) => App!.Banned || template.Banned ? WeChatCodes.Banned : WeChatCodes.Ok;

    protected override int JudgeData(SimulatedTemplate template)
    {
        if (SubscribeData.HasFault(template, _request, out var text))
        {
            return Refuse(WeChatCodes.InvalidData, text);
        }

        return SensitiveWords.AreIn(_request, WeChat.Settings.SensitiveWords) ? WeChatCodes.SensitiveWords : WeChatCodes.Ok;
    }

    protected override int JudgePage(SimulatedApp account) => Jump.Judge(WeChat, account, _request);

    protected override int JudgePermit(SimulatedUser user, SimulatedTemplate template, DateTimeOffset now) => _grant.Take(user, template, now);

    protected override void GiveBack() => _grant.Return(User, Template);

    protected override SendQuota QuotaOf(AppQuotas quotas) => quotas.Sends;
}
