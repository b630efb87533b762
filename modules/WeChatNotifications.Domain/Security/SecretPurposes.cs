namespace WeChatNotifications.Security;

/// <summary>What secrets are protected for. Stable: changing one makes stored values unreadable.</summary>
public static class SecretPurposes
{
    /// <summary>The app secret of an <see cref="Credentials.AppCredential"/>.</summary>
    public const string AppSecret = "WeChatNotifications.AppSecret.v1";

    /// <summary>The token that signs pushed messages.</summary>
    public const string CallbackToken = "WeChatNotifications.CallbackToken.v1";

    /// <summary>The EncodingAESKey of pushed messages.</summary>
    public const string EncodingAesKey = "WeChatNotifications.EncodingAesKey.v1";

    /// <summary>The session of a mini program's user.</summary>
    public const string MiniProgramSession = "WeChatNotifications.MiniProgramSession.v1";

    /// <summary>An access token in the distributed cache.</summary>
    public const string AccessToken = "WeChatNotifications.AccessToken.v1";
}
