using WeChatNotifications.Abp.EntityFrameworkCore.Transactions;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>Wakes the engine when the unit of work has committed: earlier, there is nothing to be found.</summary>
internal sealed class AfterCommitSignal(IDeliverySignal inner, AfterCommit afterCommit) : IDeliverySignal
{
    public void WorkArrived(Guid appCredentialId) => afterCommit.Run(() => inner.WorkArrived(appCredentialId));

    public void SettingsChanged(Guid appCredentialId) => afterCommit.Run(() => inner.SettingsChanged(appCredentialId));
}
