using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Statistics;

/// <summary>How many deliveries of one hour, app, template and broadcast stand in one outcome, but for the tallies that are not folded in yet.</summary>
public sealed class DeliveryStatistic : Entity
{
    private DeliveryStatistic()
    {
    }

    private DeliveryStatistic(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <inheritdoc cref="DeliveryTally.Hour"/>
    public DateTimeOffset Hour { get; private set; }

    /// <inheritdoc cref="DeliveryTally.AppCredentialId"/>
    public Guid AppCredentialId { get; private set; }

    /// <inheritdoc cref="DeliveryTally.TemplateName"/>
    public string TemplateName { get; private set; } = "";

    /// <inheritdoc cref="DeliveryTally.BroadcastId"/>
    public Guid? BroadcastId { get; private set; }

    /// <inheritdoc cref="DeliveryTally.Status"/>
    public DeliveryStatus Status { get; private set; }

    /// <inheritdoc cref="DeliveryTally.Reason"/>
    public DeliveryReason Reason { get; private set; }

    /// <inheritdoc cref="DeliveryTally.ErrorCode"/>
    public int? ErrorCode { get; private set; }

    /// <summary>How many.</summary>
    public long Count { get; private set; }

    /// <summary>Begins a row.</summary>
    public static DeliveryStatistic Of(TallyKey key, long count, DateTimeOffset now) => new(NewId(now), key.TenantId)
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
