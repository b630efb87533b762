namespace WeChatNotifications.Abp.Features;

/// <summary>Names of the module's features.</summary>
public static class WeChatNotificationsFeatures
{
    /// <summary>Group of all of them.</summary>
    public const string GroupName = "WeChatNotifications";

    /// <summary>
    /// Whether a tenant may send. Default true. Off: <c>SendAsync</c> throws a rule violation, events are logged and counted and their
    /// business transaction goes on. What waits already is still sent.
    /// </summary>
    public const string Sending = GroupName + ".Sending";
}
