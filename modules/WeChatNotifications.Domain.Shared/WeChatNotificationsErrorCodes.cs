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

    /// <summary>WeChat had to be asked, and refused.</summary>
    public const string WeChatRefused = Prefix + "WeChatRefused";

    /// <summary>WeChat had to be asked, and did not answer.</summary>
    public const string WeChatUnreachable = Prefix + "WeChatUnreachable";
}
