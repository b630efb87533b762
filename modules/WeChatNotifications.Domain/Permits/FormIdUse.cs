namespace WeChatNotifications.Permits;

/// <summary>
/// Binds one use of a form id to one delivery. A delivery whose outcome is unknown keeps its use, so that its next attempt carries the same
/// form id and WeChat itself refuses the double.
/// </summary>
public sealed class FormIdUse : Entity
{
    private FormIdUse()
    {
    }

    /// <summary>Binds a use.</summary>
    public FormIdUse(Guid? tenantId, Guid formIdRecordId, Guid deliveryLogId, DateTimeOffset now)
        : base(NewId(now), tenantId)
        => (FormIdRecordId, DeliveryLogId, At) = (formIdRecordId, deliveryLogId, now);

    /// <summary>The form id.</summary>
    public Guid FormIdRecordId { get; private set; }

    /// <summary>The delivery; it never holds two uses at once.</summary>
    public Guid DeliveryLogId { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset At { get; private set; }
}
