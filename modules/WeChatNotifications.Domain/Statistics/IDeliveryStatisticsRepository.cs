namespace WeChatNotifications.Statistics;

/// <summary>
/// How many deliveries stand in which outcome. True to the transaction: a delivery is counted from the moment at which its outcome is
/// stored. Outlives the log. Sees the ambient tenant's only.
/// </summary>
public interface IDeliveryStatisticsRepository
{
    /// <summary>Counts deliveries, by state and one thing more.</summary>
    /// <returns>In any order; a group in which nothing stands is left out.</returns>
    Task<IReadOnlyList<StatisticsCount>> QueryAsync(StatisticsFilter filter, StatisticsGrouping grouping, CancellationToken cancellationToken);

    /// <summary>What has become of broadcasts so far.</summary>
    /// <returns>An entry for each id that was asked for, empty where nothing is known.</returns>
    Task<IReadOnlyDictionary<Guid, BroadcastOutcomes>> GetBroadcastsAsync(IReadOnlyCollection<Guid> broadcastIds, CancellationToken cancellationToken);
}
