namespace WeChatNotifications.Tenancy;

/// <summary>Ranges of the limits of a tenant.</summary>
public static class TenantLimitRanges
{
    /// <summary>Most messages a second.</summary>
    public const int MaxSendsPerSecond = 10_000;

    /// <summary>Most messages a day.</summary>
    public const int MaxDailyVolume = 1_000_000_000;

    /// <summary>Longest retention of the delivery log, in days.</summary>
    public const int MaxLogRetentionDays = 3_650;
}
