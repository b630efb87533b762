using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.People;

/// <summary><c>GET /cgi-bin/user/get</c>: the followers, 10,000 a page.</summary>
internal sealed class FollowerListCall(SimulatedWeChat weChat) : TokenedCall(weChat, HttpMethods.Get)
{
    private const int PageSize = 10_000;

    protected override int Standing(SimulatedApp app) => PeopleEndpoints.StandingOf(app);

    protected override Answer Answer(SimulatedApp app, DateTimeOffset now)
    {
        if (!app.Quotas.FollowerListsPerDay.TryTake(now))
        {
            return WeChat.Answers.Refuse(WeChatCodes.DailyQuota);
        }

        return app.Followers.ListAfter(Wire.Query.Read(Query, "next_openid"), PageSize) is { } page
            ? Show(page)
            : WeChat.Answers.Refuse(WeChatCodes.InvalidOpenId);
    }

    private Answer Show(FollowerPage page) => JsonAnswer.Of(json =>
    {
        json.WriteNumber("total", page.Total);
        json.WriteNumber("count", page.OpenIds.Count);
        if (page.OpenIds.Count > 0)
        {
            json.WriteStartObject("data");
            json.WriteStartArray("openid");
            foreach (var openId in page.OpenIds)
            {
                json.WriteStringValue(openId);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        var empty = page.OpenIds.Count == 0 || (page.IsLast && WeChat.Settings.EmptyNextOpenIdOnLastPage == true);
        json.WriteString("next_openid", empty ? "" : page.OpenIds[^1]);
    });
}
