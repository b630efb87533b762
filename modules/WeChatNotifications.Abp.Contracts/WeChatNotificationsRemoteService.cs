namespace WeChatNotifications.Abp;

/// <summary>How clients find the module's remote services.</summary>
public static class WeChatNotificationsRemoteService
{
    /// <summary>Name in the client's configuration: <c>RemoteServices:WeChatNotifications:BaseUrl</c>.</summary>
    public const string Name = "WeChatNotifications";

    /// <summary>The module's area, which groups its client proxies.</summary>
    public const string Area = "weChatNotifications";

    /// <summary>Path of the HTTP API, the same as the plain host's.</summary>
    public const string Root = "api/wechat-notifications";
}
