using System.Diagnostics;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi;

/// <summary>One activity a call. Tags hold the call's name, WeChat's code and request id; never a token, secret or openid.</summary>
internal static class WeChatApiTracing
{
    private static readonly ActivitySource Source = new(WeChatApiClient.ActivitySourceName);

    public static Activity? Start(string call)
    {
        var activity = Source.StartActivity($"wechat {call}", ActivityKind.Client);
        activity?.SetTag("wechat.call", call);
        return activity;
    }

    public static void Succeeded(Activity? activity) => activity?.SetTag("wechat.errcode", 0);

    public static void Refused(Activity? activity, WeChatError error)
    {
        activity?.SetTag("wechat.errcode", error.Code);
        activity?.SetTag("wechat.rid", error.Rid);
        activity?.SetStatus(ActivityStatusCode.Error);
    }

    public static void Failed(Activity? activity, TransportFault fault)
    {
        activity?.SetTag("error.type", fault.Kind.ToString());
        activity?.SetTag("http.response.status_code", fault.HttpStatus);
        activity?.SetStatus(ActivityStatusCode.Error, fault.Detail);
    }
}
