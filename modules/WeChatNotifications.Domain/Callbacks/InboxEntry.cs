namespace WeChatNotifications.Callbacks;

/// <summary>
/// Something that arrived from outside and was acted upon: a pushed message of WeChat's, a report of the mini program's. It is stored in the
/// transaction of its effect, so that a second arrival has none.
/// </summary>
public sealed class InboxEntry : Entity
{
    /// <summary>Longest key.</summary>
    public const int KeyLength = 300;

    /// <summary>How the keys of the mini program's reports begin; no key of a pushed message does.</summary>
    public const string ReportPrefix = "report:";

    /// <summary>
    /// Key of WeChat's check of our address, which an account passes when its administrator enters address and token at WeChat. Remembered until
    /// another token is stored here.
    /// </summary>
    public const string AddressCheckKey = "address-check";

    private InboxEntry()
    {
    }

    /// <summary>Notes an arrival.</summary>
    public InboxEntry(Guid? tenantId, Guid appCredentialId, string key, DateTimeOffset now)
        : base(NewId(now), tenantId)
        => (AppCredentialId, Key, At) = (appCredentialId, key, now);

    /// <summary>The app it is about.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>What makes it one and the same; unique in the app.</summary>
    public string Key { get; private set; } = "";

    /// <summary>When it arrived.</summary>
    public DateTimeOffset At { get; private set; }
}
