namespace WeChatNotifications.Tenancy;

/// <summary>The row behind <see cref="IVolumeLedger"/>: how much of one tenant's volume is taken on the last day on which it sent.</summary>
public sealed class TenantVolume
{
    private TenantVolume()
    {
    }

    /// <summary>A tenant's first day.</summary>
    public TenantVolume(Guid? tenantId, DateTimeOffset day, long taken) => (OwnerId, Day, Taken) = (tenantId ?? Guid.Empty, day, taken);

    /// <summary>The tenant; empty for the host itself.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>When the day began.</summary>
    public DateTimeOffset Day { get; private set; }

    /// <summary>Messages that were sent on it or are about to be.</summary>
    public long Taken { get; private set; }
}
