using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Statistics;

/// <summary>
/// A change of the statistics: so many deliveries came to stand in an outcome, or (with a negative count) left it. Written in the
/// transaction of the change itself and only ever added, so that no two writers wait for each other; a job folds them into
/// <see cref="DeliveryStatistic"/>. The truth is the sum of both.
/// </summary>
public sealed class DeliveryTally : Entity
{
    private DeliveryTally()
    {
    }

    private DeliveryTally(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>Begin of the hour (UTC) of <see cref="DeliveryLog.CountedAt"/>.</summary>
    public DateTimeOffset Hour { get; private set; }

    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>The template's logical name.</summary>
    public string TemplateName { get; private set; } = "";

    /// <summary>The broadcast it belongs to; null for none.</summary>
    public Guid? BroadcastId { get; private set; }

    /// <summary>The outcome.</summary>
    public DeliveryStatus Status { get; private set; }

    /// <summary>Why.</summary>
    public DeliveryReason Reason { get; private set; }

    /// <summary>WeChat's error code; null when there was none.</summary>
    public int? ErrorCode { get; private set; }

    /// <summary>How many; negative for deliveries that left the outcome.</summary>
    public long Count { get; private set; }

    /// <summary>Counts the outcomes in which deliveries stand; those that have none are passed over.</summary>
    /// <param name="deliveries">The deliveries, as they stand or as they stood.</param>
    /// <param name="sign">1 for an outcome they have come to, -1 for one they have left.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<DeliveryTally> Of(IEnumerable<DeliveryLog> deliveries, int sign, DateTimeOffset now)
        => [.. deliveries.Where(d => d.CountedAt is not null).GroupBy(TallyKey.Of).Select(g => Of(g.Key, sign * g.Count(), now))];

    /// <summary>A change by a number.</summary>
    public static DeliveryTally Of(TallyKey key, long count, DateTimeOffset now) => new(NewId(now), key.TenantId)
    {
        Hour = key.Hour,
        AppCredentialId = key.AppCredentialId,
        TemplateName = key.TemplateName,
        BroadcastId = key.BroadcastId,
        Status = key.Status,
        Reason = key.Reason,
        ErrorCode = key.ErrorCode,
        Count = count,
    };
}
