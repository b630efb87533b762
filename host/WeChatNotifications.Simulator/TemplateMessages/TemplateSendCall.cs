using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.TemplateMessages;

/// <summary><c>POST /cgi-bin/message/wxopen/template/send</c>: the template message of a mini program, permitted by a form id. Retired.</summary>
internal sealed class TemplateSendCall(SimulatedWeChat weChat) : MessageCall(weChat)
{
    /// <summary>WeChat does not say what it answers for a keyword it cannot show large.</summary>
    public const string EmphasisText = "argument invalid! emphasis_keyword invalid";

    private readonly TemplateMessageRequest _request = new();
    private FormIdTicket _formId;

    protected override SimulatedChannel Channel => SimulatedChannel.TemplateMessage;

    protected override AppKind Sender => AppKind.MiniProgram;

    protected override TemplateKind Takes => TemplateKind.Template;

    protected override MessageRequest Request => _request;

    protected override int JudgePeriod() => WeChat.Settings.Period == SimulatedPeriod.Today ? WeChatCodes.Unsupported : WeChatCodes.Ok;

    protected override int JudgeBan(SimulatedTemplate template) => template.Banned ? WeChatCodes.InvalidTemplateId : WeChatCodes.Ok;

    /// <summary>A template may go out blank, and its values are free text.</summary>
    protected override int JudgeData(SimulatedTemplate template) =>
        _request.HasValidEmphasis ? WeChatCodes.Ok : Refuse(WeChatCodes.InvalidData, EmphasisText);

    protected override int JudgePage(SimulatedApp account) =>
        _request.Page.Length == 0 || account.HasPage(_request.Page) ? WeChatCodes.Ok : WeChatCodes.InvalidPage;

    protected override int JudgePermit(SimulatedUser user, SimulatedTemplate template, DateTimeOffset now) => _formId.Take(App!, user, _request.FormId, now);

    protected override void GiveBack() => _formId.Return();

    protected override SendQuota QuotaOf(AppQuotas quotas) => quotas.TemplateMessages;
}
