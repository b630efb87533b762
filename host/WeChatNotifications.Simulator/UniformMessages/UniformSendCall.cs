using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.OfficialAccount;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.TemplateMessages;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.UniformMessages;

/// <summary>
/// <c>POST /cgi-bin/message/wxopen/template/uniform_send</c>: a mini program sends as itself or as the official account bound to it.
/// Retired.
/// </summary>
internal sealed class UniformSendCall(SimulatedWeChat weChat) : MessageCall(weChat)
{
    private readonly UniformRequest _request = new();
    private FormIdTicket _formId;

    protected override SimulatedChannel Channel => SimulatedChannel.UniformMessage;

    protected override AppKind Sender => AppKind.MiniProgram;

    protected override TemplateKind Takes => TemplateKind.Template;

    protected override MessageRequest Request => _request;

    protected override MessageRequest Content => _request.Chosen;

    /// <summary>Null: the appid is not one of an official account bound to the mini program.</summary>
    protected override SimulatedApp? Account => _request.Weapp is null ? BoundAccount() : App;

    /// <summary>Mini programs' template messages were retired first: a message with that part is told so.</summary>
    protected override int JudgePeriod() => WeChat.Settings.Period != SimulatedPeriod.Today ? WeChatCodes.Ok
        : _request.Weapp is null ? WeChatCodes.Withdrawn : WeChatCodes.Unsupported;

    /// <summary>An openid of either account will do: the union leads from one to the other.</summary>
    protected override SimulatedUser? FindUser(SimulatedApp account, string openId)
    {
        if (account.FindUser(openId) is { } user)
        {
            return user;
        }

        return Other(account)?.FindUser(openId)?.UnionId is { } union ? account.FindUserByUnion(union) : null;
    }

    protected override int JudgeUser()
    {
        if (Account is not { } account)
        {
            return WeChatCodes.InvalidAppId;
        }

        if (account.Kind == AppKind.MiniProgram)
        {
            return base.JudgeUser();
        }

        // Somebody who is known on the other side only is a user who does not follow.
        return User is null && Other(account)?.FindUser(_request.ToUser) is null ? WeChatCodes.InvalidOpenId
            : User is { IsFollower: true } ? WeChatCodes.Ok : WeChatCodes.NotFollowing;
    }

    protected override int JudgeBan(SimulatedTemplate template) => template.Banned ? WeChatCodes.InvalidTemplateId : WeChatCodes.Ok;

    protected override int JudgeData(SimulatedTemplate template)
    {
        if (_request.Weapp is { } weapp)
        {
            return weapp.HasValidEmphasis ? WeChatCodes.Ok : Refuse(WeChatCodes.InvalidData, TemplateSendCall.EmphasisText);
        }

        return OfficialTemplateData.HasFault(template, _request.OfficialAccount, out var text) ? Refuse(WeChatCodes.InvalidData, text) : WeChatCodes.Ok;
    }

    protected override int JudgePage(SimulatedApp account)
    {
        if (_request.Weapp is null)
        {
            return Jump.Judge(WeChat, account, _request.OfficialAccount);
        }

        return Content.Page.Length == 0 || account.HasPage(Content.Page) ? WeChatCodes.Ok : WeChatCodes.InvalidPage;
    }

    protected override int JudgePermit(SimulatedUser user, SimulatedTemplate template, DateTimeOffset now) =>
        _request.Weapp is { } weapp ? _formId.Take(App!, user, weapp.FormId, now) : WeChatCodes.Ok;

    protected override void GiveBack() => _formId.Return();

    protected override SendQuota QuotaOf(AppQuotas quotas) => quotas.UniformMessages;

    private SimulatedApp? BoundAccount() =>
        App is { } app && WeChat.Apps.GetValueOrDefault(_request.OfficialAccount.AppId) is { Kind: AppKind.OfficialAccount } account && account.IsLinkedTo(app)
            ? account
            : null;

    /// <summary>The side the message does not go out from.</summary>
    private SimulatedApp? Other(SimulatedApp account) => account == App ? BoundAccount() : App;
}
