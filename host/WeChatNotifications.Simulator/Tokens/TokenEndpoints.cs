using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Tokens;

internal static class TokenEndpoints
{
    public static void AddTokens(this EndpointList endpoints, SimulatedWeChat weChat)
    {
        endpoints.Add("/cgi-bin/token", (endpoint, http) => new ClassicTokenCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/cgi-bin/stable_token", (endpoint, http) => new StableTokenCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
    }
}
