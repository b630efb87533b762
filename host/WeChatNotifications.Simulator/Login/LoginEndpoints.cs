using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Login;

internal static class LoginEndpoints
{
    public static void AddLogin(this EndpointList endpoints, SimulatedWeChat weChat) =>
        endpoints.Add("/sns/jscode2session", (endpoint, http) => new LoginCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
}
