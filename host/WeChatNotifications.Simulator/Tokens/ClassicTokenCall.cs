using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Tokens;

/// <summary><c>GET /cgi-bin/token</c>: a new token with every call.</summary>
internal sealed class ClassicTokenCall(SimulatedWeChat weChat) : TokenCall(weChat)
{
    public override void Identify()
    {
        GrantTypeGiven = Wire.Query.Read(Query, "grant_type");
        SecretGiven = Wire.Query.Read(Query, "secret");
        IdentifyApp(Wire.Query.Read(Query, "appid"));
    }

    protected override TokenSlot SlotOf(SimulatedApp app) => app.ClassicTokens;

    protected override int CheckShape() => HttpMethods.IsGet(Http.Request.Method) ? WeChatCodes.Ok : WeChatCodes.RequireGet;

    protected override Answer Issue(SimulatedApp app)
    {
        var now = WeChat.Clock.GetUtcNow();
        if (!app.Quotas.ClassicTokensPerMinute.TryTake(now))
        {
            return WeChat.Answers.Refuse(WeChatCodes.MinuteQuota);
        }

        return app.Quotas.ClassicTokensPerDay.TryTake(now)
            ? WeChat.Tokens.IssueClassic(app)
            : WeChat.Answers.Refuse(WeChatCodes.DailyQuota);
    }
}
