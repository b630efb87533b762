using System.Collections.Immutable;

namespace WeChatNotifications.Deliveries;

/// <summary>Carries wake-ups from senders to the engines of the same process, and to other processes what no engine here can do.</summary>
internal sealed class DeliverySignal(WakeUpOutbox others) : IDeliverySignal
{
    private ImmutableArray<SignalInbox> _inboxes = [];
    private int _engines;

    /// <summary>Brings every wake-up from now on to an inbox.</summary>
    /// <param name="inbox">Where they go.</param>
    /// <param name="isEngine">Whether an engine reads it, which does the work that is signalled.</param>
    public void Connect(SignalInbox inbox, bool isEngine = false)
    {
        ImmutableInterlocked.Update(ref _inboxes, static (all, one) => all.Add(one), inbox);
        Interlocked.Add(ref _engines, isEngine ? 1 : 0);
    }

    /// <summary>Brings no more.</summary>
    public void Disconnect(SignalInbox inbox, bool isEngine = false)
    {
        ImmutableInterlocked.Update(ref _inboxes, static (all, one) => all.Remove(one), inbox);
        Interlocked.Add(ref _engines, isEngine ? -1 : 0);
    }

    public void WorkArrived(Guid appCredentialId)
    {
        foreach (var inbox in _inboxes)
        {
            inbox.WorkArrived(appCredentialId);
        }

        if (Volatile.Read(ref _engines) == 0)
        {
            others.Add(WakeUpKind.Work, appCredentialId);
        }
    }

    public void SettingsChanged(Guid appCredentialId)
    {
        foreach (var inbox in _inboxes)
        {
            inbox.SettingsChanged(appCredentialId);
        }

        others.Add(WakeUpKind.Settings, appCredentialId);
    }

    /// <summary>Makes every engine look around.</summary>
    public void Wake()
    {
        foreach (var inbox in _inboxes)
        {
            inbox.Wake();
        }
    }

    /// <summary>An engine here has more than it can take: others may help. Told in intervals, for an engine that is busy says it often.</summary>
    public void Overflows(Guid appCredentialId) => others.AddSeldom(WakeUpKind.Work, appCredentialId);

    /// <summary>Another process says something.</summary>
    public void Heard(WakeUp wakeUp)
    {
        foreach (var inbox in _inboxes)
        {
            switch (wakeUp.Kind)
            {
                case WakeUpKind.Work:
                    inbox.WorkArrived(wakeUp.AppCredentialId);
                    break;
                case WakeUpKind.Settings:
                    inbox.SettingsChanged(wakeUp.AppCredentialId);
                    break;
                default:
                    inbox.LookAround();
                    break;
            }
        }
    }
}
