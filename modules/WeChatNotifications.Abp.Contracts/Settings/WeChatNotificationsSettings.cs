namespace WeChatNotifications.Abp.Settings;

/// <summary>Names of the module's settings that may differ by tenant.</summary>
public static class WeChatNotificationsSettings
{
    private const string Prefix = "WeChatNotifications.";

    /// <summary>
    /// How long a notification without an expiry of its own may wait, as a <see cref="TimeSpan"/> text such as <c>3.00:00:00</c>, 1 minute
    /// to 30 days. Empty or out of range: <c>WeChatNotifications:Sending:DefaultTimeToLive</c> of the host's configuration counts.
    /// </summary>
    public const string DefaultTimeToLive = Prefix + "DefaultTimeToLive";
}
