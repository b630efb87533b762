namespace WeChatNotifications;

/// <summary>
/// Codes of everything the module may refuse. They are stable, travel in API answers, and are the keys of the texts in
/// <c>Localization/*.json</c>.
/// </summary>
public static class WeChatNotificationsErrorCodes
{
    private const string Prefix = "WeChatNotifications:";

    /// <summary>One or more fields break a rule; the violations say which.</summary>
    public const string Validation = Prefix + "Validation";

    /// <summary>The thing asked for does not exist, or belongs to another tenant.</summary>
    public const string NotFound = Prefix + "NotFound";

    /// <summary>Somebody else changed the same thing meanwhile.</summary>
    public const string ConcurrencyConflict = Prefix + "ConcurrencyConflict";

    /// <summary>The thing cannot be removed because others depend on it.</summary>
    public const string InUse = Prefix + "InUse";

    /// <summary>The delivery is in a state that does not allow the operation.</summary>
    public const string DeliveryState = Prefix + "DeliveryState";

    /// <summary>The caller's transaction belongs to another connection or is finished.</summary>
    public const string CallerTransaction = Prefix + "CallerTransaction";

    /// <summary>WeChat does not hold the template any more.</summary>
    public const string RemoteTemplateGone = Prefix + "RemoteTemplateGone";

    /// <summary>WeChat had to be asked, and refused.</summary>
    public const string WeChatRefused = Prefix + "WeChatRefused";

    /// <summary>WeChat had to be asked, and did not answer.</summary>
    public const string WeChatUnreachable = Prefix + "WeChatUnreachable";

    /// <summary>The import of followers is in a state that does not allow the operation.</summary>
    public const string FollowerImportState = Prefix + "FollowerImportState";

    /// <summary>The app has an import of followers that is not over.</summary>
    public const string FollowerImportRunning = Prefix + "FollowerImportRunning";

    /// <summary>The broadcast is in a state that does not allow the operation.</summary>
    public const string BroadcastState = Prefix + "BroadcastState";

    /// <summary>Several tenants have registered the WeChat account; the credential's id must stand in the path instead of the appid.</summary>
    public const string AmbiguousApp = Prefix + "AmbiguousApp";

    /// <summary>WeChat did not answer, or could not at this moment; a later try may succeed.</summary>
    public const string WeChatUnavailable = Prefix + "WeChatUnavailable";

    /// <summary>WeChat refuses the log-ins of this app because of how it is set up here; the log says what.</summary>
    public const string LoginUnavailable = Prefix + "LoginUnavailable";

    /// <summary>WeChat blocks the user's log-in.</summary>
    public const string LoginBlocked = Prefix + "LoginBlocked";

    /// <summary>The user logs in more often than WeChat allows.</summary>
    public const string LoginTooFrequent = Prefix + "LoginTooFrequent";

    /// <summary>Too many requests of one address or one user.</summary>
    public const string TooManyRequests = Prefix + "TooManyRequests";

    /// <summary>The mini program's session is missing, forged or over.</summary>
    public const string SessionInvalid = Prefix + "SessionInvalid";
}
