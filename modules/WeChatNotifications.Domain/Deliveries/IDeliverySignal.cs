namespace WeChatNotifications.Deliveries;

/// <summary>Wakes the delivery engine. Losing a signal costs a poll interval, never a delivery.</summary>
public interface IDeliverySignal
{
    /// <summary>An app has new work.</summary>
    void WorkArrived(Guid appCredentialId);

    /// <summary>An app was paused, resumed or changed otherwise.</summary>
    void SettingsChanged(Guid appCredentialId);
}
