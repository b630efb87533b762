using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.OfficialAccount;

internal static class OfficialAccountEndpoints
{
    public static void AddOfficialAccount(this EndpointList endpoints, SimulatedWeChat weChat)
    {
        endpoints.Add(
            "/cgi-bin/message/template/send",
            (endpoint, http) => new OfficialTemplateCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add(
            "/cgi-bin/message/subscribe/bizsend",
            (endpoint, http) => new BizSendCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
    }
}
