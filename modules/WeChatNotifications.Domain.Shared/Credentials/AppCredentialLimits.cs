namespace WeChatNotifications.Credentials;

/// <summary>Lengths (UTF-16 units) and ranges of an app credential.</summary>
public static class AppCredentialLimits
{
    /// <summary>Longest appid. WeChat's are 18 characters today.</summary>
    public const int AppIdLength = 64;

    /// <summary>Longest display name.</summary>
    public const int NameLength = 128;

    /// <summary>Longest app secret. WeChat's are 32 characters today.</summary>
    public const int SecretLength = 256;

    /// <summary>Longest app secret once protected.</summary>
    public const int ProtectedSecretLength = 2048;

    /// <summary>How many trailing characters of a secret may be shown to an administrator.</summary>
    public const int SecretHintLength = 4;

    /// <summary>Longest culture name.</summary>
    public const int CultureLength = 20;

    /// <summary>Longest IANA time zone name.</summary>
    public const int TimeZoneLength = 64;

    /// <summary>Longest text that says why an app is paused.</summary>
    public const int PauseDetailLength = 512;

    /// <summary>Most messages a second an app may be configured for.</summary>
    public const int MaxSendsPerSecond = 100_000;

    /// <summary>Most messages of one app in flight at once on one node.</summary>
    public const int MaxConcurrency = 2_000;

    /// <summary>Culture in which values are formatted unless the app says otherwise.</summary>
    public const string DefaultCulture = "zh-CN";

    /// <summary>Time zone in which times are shown unless the app says otherwise.</summary>
    public const string DefaultTimeZone = "Asia/Shanghai";

    /// <summary>Shortest token of the message push.</summary>
    public const int MinCallbackTokenLength = 3;

    /// <summary>Longest token of the message push. WeChat allows 3 to 32 letters and digits.</summary>
    public const int CallbackTokenLength = 32;

    /// <summary>Length of an EncodingAESKey.</summary>
    public const int EncodingAesKeyLength = 43;
}
