namespace WeChatNotifications.HttpApi.Security;

/// <summary>Claims that the API's own policies read.</summary>
public static class WeChatNotificationsClaims
{
    /// <summary>One claim per permission that the caller holds; its value is a name of <see cref="WeChatNotifications.Permissions.WeChatNotificationsPermissions"/>.</summary>
    public const string Permission = "permission";
}
