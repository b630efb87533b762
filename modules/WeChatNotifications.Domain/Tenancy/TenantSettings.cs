using WeChatNotifications.Rules;

namespace WeChatNotifications.Tenancy;

/// <summary>What the host allows one tenant. A tenant that has no row has no limits of its own.</summary>
public sealed class TenantSettings : Entity
{
    private TenantSettings()
    {
    }

    private TenantSettings(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>Most messages a second of all the tenant's apps together, on all nodes; null for no limit.</summary>
    public int? SendsPerSecond { get; private set; }

    /// <summary>Most messages that WeChat accepts for the tenant on one day of Beijing's; null for no limit.</summary>
    public int? DailyVolume { get; private set; }

    /// <summary>For how many days finished deliveries stay in the log; null for the host's default.</summary>
    public int? LogRetentionDays { get; private set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Changes with every change; guards against lost updates.</summary>
    public Guid ConcurrencyStamp { get; private set; }

    /// <summary>No limits yet.</summary>
    public static TenantSettings Of(Guid? tenantId, DateTimeOffset now) => new(NewId(now), tenantId);

    /// <summary>Replaces all limits.</summary>
    /// <param name="sendsPerSecond">1 to <see cref="TenantLimitRanges.MaxSendsPerSecond"/>; null for no limit.</param>
    /// <param name="dailyVolume">1 to <see cref="TenantLimitRanges.MaxDailyVolume"/>; null for no limit.</param>
    /// <param name="logRetentionDays">1 to <see cref="TenantLimitRanges.MaxLogRetentionDays"/>; null for the host's default.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="RuleViolationException">A value is out of its range; nothing is changed.</exception>
    public void Limit(int? sendsPerSecond, int? dailyVolume, int? logRetentionDays, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Check(sendsPerSecond, "sendsPerSecond", TenantLimitRanges.MaxSendsPerSecond, check);
        Check(dailyVolume, "dailyVolume", TenantLimitRanges.MaxDailyVolume, check);
        Check(logRetentionDays, "logRetentionDays", TenantLimitRanges.MaxLogRetentionDays, check);
        check.ThrowIfBroken();
        (SendsPerSecond, DailyVolume, LogRetentionDays) = (sendsPerSecond, dailyVolume, logRetentionDays);
        (UpdatedAt, ConcurrencyStamp) = (now, Guid.NewGuid());
    }

    private static void Check(int? value, string field, int max, RuleCheck check)
    {
        if (value is { } number)
        {
            check.Range(number, field, 1, max);
        }
    }
}
