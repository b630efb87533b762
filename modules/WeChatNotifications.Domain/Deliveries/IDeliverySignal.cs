namespace WeChatNotifications.Deliveries;

/// <summary>Wakes the delivery engine. Losing a signal costs a poll interval, never a delivery.</summary>
public interface IDeliverySignal
{
    /// <summary>An app has new work, or may send again.</summary>
    void WorkArrived(Guid appCredentialId);
}
