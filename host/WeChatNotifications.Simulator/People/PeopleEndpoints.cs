using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.People;

internal static class PeopleEndpoints
{
    public static void AddPeople(this EndpointList endpoints, SimulatedWeChat weChat)
    {
        endpoints.Add("/cgi-bin/user/get", (endpoint, http) => new FollowerListCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/cgi-bin/user/info", (endpoint, http) => new FollowerInfoCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/cgi-bin/user/info/batchget", (endpoint, http) => new FollowerInfoBatchCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
    }

    /// <summary>Followers are a matter of verified official accounts.</summary>
    public static int StandingOf(SimulatedApp app) =>
        app is { Kind: AppKind.OfficialAccount, Verified: true } ? WeChatCodes.Ok : WeChatCodes.Unauthorized;
}
