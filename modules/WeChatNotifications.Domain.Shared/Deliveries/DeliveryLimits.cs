namespace WeChatNotifications.Deliveries;

/// <summary>Lengths (UTF-16 units) and ranges of a delivery.</summary>
public static class DeliveryLimits
{
    /// <summary>Longest openid. WeChat's are 28 characters today.</summary>
    public const int OpenIdLength = 128;

    /// <summary>Longest deduplication key that a caller may give.</summary>
    public const int DedupKeyLength = 200;

    /// <summary>Longest stored deduplication key: a caller's key, a colon and an openid.</summary>
    public const int StoredDedupKeyLength = DedupKeyLength + 1 + OpenIdLength;

    /// <summary>Longest stored error text; a longer one is cut.</summary>
    public const int ErrorMessageLength = 1024;

    /// <summary>Longest request id of WeChat's (<c>rid</c>).</summary>
    public const int RidLength = 64;

    /// <summary>Most recipients of one notification. For more, use a broadcast.</summary>
    public const int MaxRecipients = 10_000;

    /// <summary>Most rows of one page of the delivery log.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Most deliveries that one call retries or cancels; for more, call again.</summary>
    public const int MaxChangedAtOnce = 100_000;

    /// <summary>When a message goes that is held until somebody lets it go: never by itself.</summary>
    public static readonly DateTimeOffset Held = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>For how long WeChat takes a second template message of an official account with the same <c>client_msg_id</c> for a repeat.</summary>
    public static readonly TimeSpan RepeatsRefusedFor = TimeSpan.FromMinutes(10);
}
