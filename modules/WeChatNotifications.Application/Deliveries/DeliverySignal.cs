using System.Collections.Immutable;

namespace WeChatNotifications.Deliveries;

/// <summary>Carries wake-ups from senders to the engines of the same process.</summary>
internal sealed class DeliverySignal : IDeliverySignal
{
    private ImmutableArray<SignalInbox> _inboxes = [];

    /// <summary>Brings every wake-up from now on to an inbox.</summary>
    public void Connect(SignalInbox inbox) => ImmutableInterlocked.Update(ref _inboxes, static (all, one) => all.Add(one), inbox);

    /// <summary>Brings no more.</summary>
    public void Disconnect(SignalInbox inbox) => ImmutableInterlocked.Update(ref _inboxes, static (all, one) => all.Remove(one), inbox);

    public void WorkArrived(Guid appCredentialId)
    {
        foreach (var inbox in _inboxes)
        {
            inbox.WorkArrived(appCredentialId);
        }
    }

    public void SettingsChanged(Guid appCredentialId)
    {
        foreach (var inbox in _inboxes)
        {
            inbox.SettingsChanged(appCredentialId);
        }
    }

    /// <summary>Makes every engine look around.</summary>
    public void Wake()
    {
        foreach (var inbox in _inboxes)
        {
            inbox.Wake();
        }
    }
}
