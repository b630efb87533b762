namespace WeChatNotifications.Security;

/// <summary>What secrets are protected for. Stable: changing one makes stored values unreadable.</summary>
public static class SecretPurposes
{
    /// <summary>The app secret of an <see cref="Credentials.AppCredential"/>.</summary>
    public const string AppSecret = "WeChatNotifications.AppSecret.v1";

    /// <summary>An access token in the distributed cache.</summary>
    public const string AccessToken = "WeChatNotifications.AccessToken.v1";
}
