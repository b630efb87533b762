namespace WeChatNotifications.Simulator.Quotas;

/// <summary>All limits of one app, with WeChat's own figures to begin with.</summary>
internal sealed class AppQuotas
{
    /// <summary>Subscribe messages, of whichever kind of account the app is.</summary>
    public SendQuota Sends { get; } = new(10_000_000);

    public SendQuota TemplateMessages { get; } = new(1_000_000);

    /// <summary>WeChat names no figure.</summary>
    public SendQuota UniformMessages { get; } = new(standardPerDay: null);

    public SendQuota OfficialAccountTemplateMessages { get; } = new(100_000);

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
        Sends.Change(limits.SendsPerDay, limits.SendsPerMinute);
        TemplateMessages.Change(limits.TemplateMessagesPerDay, limits.TemplateMessagesPerMinute);
        UniformMessages.Change(limits.UniformMessagesPerDay, limits.UniformMessagesPerMinute);
        OfficialAccountTemplateMessages.Change(limits.OfficialAccountTemplateMessagesPerDay, limits.OfficialAccountTemplateMessagesPerMinute);
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
        ("sendsPerDay", Sends.PerDay),
        ("sendsPerMinute", Sends.PerMinute),
        ("templateMessagesPerDay", TemplateMessages.PerDay),
        ("templateMessagesPerMinute", TemplateMessages.PerMinute),
        ("uniformMessagesPerDay", UniformMessages.PerDay),
        ("uniformMessagesPerMinute", UniformMessages.PerMinute),
        ("officialAccountTemplateMessagesPerDay", OfficialAccountTemplateMessages.PerDay),
        ("officialAccountTemplateMessagesPerMinute", OfficialAccountTemplateMessages.PerMinute),
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
