using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.UniformMessages;

internal static class UniformMessageEndpoints
{
    public static void AddUniformMessages(this EndpointList endpoints, SimulatedWeChat weChat) => endpoints.Add(
        "/cgi-bin/message/wxopen/template/uniform_send",
        (endpoint, http) => new UniformSendCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
}
