using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Statistics;

/// <summary>How statistics are kept.</summary>
public sealed class StatisticsOptions
{
    /// <summary>
    /// How often counts are folded together, 1 s to 10 min. Default 5 s. The figures are up to date without it; only the pace of the last
    /// minutes is told so much later, and each query costs more.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan RollUpInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Counts folded in one transaction at most, 100 to 100,000. Default 5,000.</summary>
    [Range(100, 100_000)] public int RollUpBatch { get; set; } = 5_000;
}
