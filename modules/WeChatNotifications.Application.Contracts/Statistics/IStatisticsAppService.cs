namespace WeChatNotifications.Statistics;

/// <summary>How many messages there were and what became of them. Counted when the outcome is stored; outlives the log.</summary>
public interface IStatisticsAppService
{
    /// <summary>Counts messages over a span of time.</summary>
    Task<StatisticsDto> GetAsync(StatisticsQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>Today at a glance.</summary>
    /// <param name="timeZone">Whose today, as an IANA name; null for the default of the module's apps, Asia/Shanghai.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    Task<StatisticsOverviewDto> GetOverviewAsync(string? timeZone = null, CancellationToken cancellationToken = default);
}
