namespace WeChatNotifications.Permits;

/// <summary>Ranges of the grant ledger.</summary>
public static class SubscriptionGrantLimits
{
    /// <summary>Most accepts that one report may add for one user and template.</summary>
    public const int MaxAcceptsPerReport = 100;

    /// <summary>Most entries of one report.</summary>
    public const int MaxReportEntries = 1_000;

    /// <summary>How far apart the mini program's report and WeChat's event of the same accept may lie.</summary>
    public static readonly TimeSpan PairingWindow = TimeSpan.FromHours(24);
}
