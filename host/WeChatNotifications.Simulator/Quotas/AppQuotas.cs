namespace WeChatNotifications.Simulator.Quotas;

/// <summary>All limits of one app, with WeChat's own figures to begin with.</summary>
internal sealed class AppQuotas
{
    public Quota SendsPerDay { get; } = new(10_000_000, perMinute: false);

    public Quota SendsPerMinute { get; } = new(standard: null, perMinute: true);

    public Quota ClassicTokensPerDay { get; } = new(2_000, perMinute: false);

    public Quota ClassicTokensPerMinute { get; } = new(standard: null, perMinute: true);

    public Quota StableTokensPerDay { get; } = new(500_000, perMinute: false);

    public Quota StableTokensPerMinute { get; } = new(10_000, perMinute: true);

    public Quota ForcedRefreshesPerDay { get; } = new(20, perMinute: false);

    public Quota FollowerListsPerDay { get; } = new(500, perMinute: false);

    public Quota FollowerInfosPerDay { get; } = new(5_000_000, perMinute: false);

    public Quota TemplateListsPerDay { get; } = new(10_000, perMinute: false);

    public void Change(AppLimits limits)
    {
        SendsPerDay.Change(limits.SendsPerDay);
        SendsPerMinute.Change(limits.SendsPerMinute);
        ClassicTokensPerDay.Change(limits.ClassicTokensPerDay);
        ClassicTokensPerMinute.Change(limits.ClassicTokensPerMinute);
        StableTokensPerDay.Change(limits.StableTokensPerDay);
        StableTokensPerMinute.Change(limits.StableTokensPerMinute);
        ForcedRefreshesPerDay.Change(limits.ForcedRefreshesPerDay);
        FollowerListsPerDay.Change(limits.FollowerListsPerDay);
        FollowerInfosPerDay.Change(limits.FollowerInfosPerDay);
        TemplateListsPerDay.Change(limits.TemplateListsPerDay);
    }

    public void ResetUse()
    {
        foreach (var (_, quota) in Named)
        {
            quota.ResetUse();
        }
    }

    public IEnumerable<(string Name, Quota Quota)> Named =>
    [
        ("sendsPerDay", SendsPerDay),
        ("sendsPerMinute", SendsPerMinute),
        ("classicTokensPerDay", ClassicTokensPerDay),
        ("classicTokensPerMinute", ClassicTokensPerMinute),
        ("stableTokensPerDay", StableTokensPerDay),
        ("stableTokensPerMinute", StableTokensPerMinute),
        ("forcedRefreshesPerDay", ForcedRefreshesPerDay),
        ("followerListsPerDay", FollowerListsPerDay),
        ("followerInfosPerDay", FollowerInfosPerDay),
        ("templateListsPerDay", TemplateListsPerDay),
    ];
}
