using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.TemplateMessages;

internal static class TemplateMessageEndpoints
{
    public static void AddTemplateMessages(this EndpointList endpoints, SimulatedWeChat weChat) => endpoints.Add(
        "/cgi-bin/message/wxopen/template/send",
        (endpoint, http) => new TemplateSendCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
}
