using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Subscribe;

internal static class SubscribeEndpoints
{
    public const string SendPath = "/cgi-bin/message/subscribe/send";

    public static void AddSubscribe(this EndpointList endpoints, SimulatedWeChat weChat) =>
        endpoints.Add(SendPath, (endpoint, http) => new SendCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
}
