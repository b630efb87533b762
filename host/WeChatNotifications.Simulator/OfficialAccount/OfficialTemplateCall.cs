using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.OfficialAccount;

/// <summary><c>POST /cgi-bin/message/template/send</c>: the template message of an official account to a follower.</summary>
internal sealed class OfficialTemplateCall(SimulatedWeChat weChat) : MessageCall(weChat)
{
    private readonly OfficialTemplateRequest _request = new();
    private RecentMessages? _recent;

    protected override SimulatedChannel Channel => SimulatedChannel.OfficialAccountTemplateMessage;

    protected override AppKind Sender => AppKind.OfficialAccount;

    protected override TemplateKind Takes => TemplateKind.Template;

    protected override MessageRequest Request => _request;

    /// <summary>Two calls with the same id of the sender's must not both find that they are the first.</summary>
    public override Answer Process()
    {
        if (User is null || _request.ClientMessageId.Length == 0)
        {
            return base.Process();
        }

        _recent = App!.ClientMessages.Of(User.OpenId);
        lock (_recent.Gate)
        {
            return base.Process();
        }
    }

    protected override int JudgeUser() => User switch
    {
        null => WeChatCodes.InvalidOpenId,
        { IsFollower: false } => WeChatCodes.NotFollowing,
        { Blacklisted: true } => WeChatCodes.Blacklisted,
        { MessagesOff: true } => WeChatCodes.MessagesOff,
        _ => WeChatCodes.Ok,
    };

    protected override int JudgeBan(SimulatedTemplate template) => template.Banned ? WeChatCodes.TemplateRestricted : WeChatCodes.Ok;

    protected override int JudgeData(SimulatedTemplate template)
    {
        if (OfficialTemplateData.HasFault(template, _request, out var text))
        {
            return Refuse(WeChatCodes.InvalidData, text);
        }

        return SensitiveWords.AreIn(_request, WeChat.Settings.SensitiveWords) ? WeChatCodes.MarketingContent : WeChatCodes.Ok;
    }

    protected override int JudgePage(SimulatedApp account) => Jump.Judge(WeChat, account, _request);

    protected override SendQuota QuotaOf(AppQuotas quotas) => quotas.OfficialAccountTemplateMessages;

    /// <summary>A repeated message is none, and uses nothing up.</summary>
    protected override int JudgeQuota(DateTimeOffset now) => First(now) is null ? base.JudgeQuota(now) : WeChatCodes.Ok;

    protected override Answer Accept(DateTimeOffset now)
    {
        if (First(now) is { } first)
        {
            return Answers.Sent(first);
        }

        var id = Keep(now);
        _recent?.Add(_request.ClientMessageId, id, now);
        return Answers.Sent(id);
    }

    /// <summary>The message this one repeats; null if none.</summary>
    private long? First(DateTimeOffset now) => _recent?.Find(_request.ClientMessageId, now);
}
