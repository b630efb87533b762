using System.Diagnostics;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi;

/// <summary>One activity a call. Tags hold the call's name, WeChat's code and request id; never a token, secret or openid.</summary>
internal static class WeChatApiTracing
{
    private static readonly ActivitySource Source = new(WeChatApiClient.ActivitySourceName);

    public static Activity? Start(string call)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity($"wechat {call}", ActivityKind.Client);
        activity?.SetTag("wechat.call", call);
        return activity;
    }

    public static void Succeeded(Activity? activity) => activity?.SetTag("wechat.errcode", 0);

    public static void Refused(Activity? activity, WeChatError error, WeChatCall call)
    {
        if (activity is null)
        {
            return;
        }

        var entry = WeChatErrorCatalogue.Find(error.Code, call);
        activity.SetTag("wechat.errcode", error.Code);
        activity.SetTag("wechat.rid", error.Rid);
        // A user who takes no message is ordinary business; as errors these would drown the real ones.
        if (entry.Action != WeChatErrorAction.RecipientRefused)
        {
            activity.SetTag("error.type", entry.Name);
            activity.SetStatus(ActivityStatusCode.Error, entry.MeaningEn);
        }
    }

    public static void Failed(Activity? activity, TransportFault fault)
    {
        activity?.SetTag("error.type", fault.Kind.ToString());
        activity?.SetTag("http.response.status_code", fault.HttpStatus);
        activity?.SetStatus(ActivityStatusCode.Error, fault.Detail);
    }
}
