using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.TemplateLibrary;

internal static class TemplateLibraryEndpoints
{
    public static void AddTemplateLibrary(this EndpointList endpoints, SimulatedWeChat weChat)
    {
        endpoints.Add("/wxaapi/newtmpl/gettemplate", (endpoint, http) => new PrivateTemplateListCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/wxaapi/newtmpl/addtemplate", (endpoint, http) => new TemplateAdditionCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/wxaapi/newtmpl/deltemplate", (endpoint, http) => new TemplateDeletionCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/wxaapi/newtmpl/getcategory", (endpoint, http) => new CategoryCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/wxaapi/newtmpl/getpubtemplatetitles", (endpoint, http) => new LibraryTitleCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/wxaapi/newtmpl/getpubtemplatekeywords", (endpoint, http) => new LibraryKeywordCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/cgi-bin/template/get_all_private_template", (endpoint, http) => new OfficialTemplateListCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/cgi-bin/template/api_add_template", (endpoint, http) => new OfficialTemplateAdditionCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
        endpoints.Add("/cgi-bin/template/del_private_template", (endpoint, http) => new OfficialTemplateDeletionCall(weChat) { Http = http, Endpoint = endpoint, Query = http.Request.QueryString.Value });
    }
}
