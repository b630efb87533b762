using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Statistics;

/// <summary>
/// How many deliveries stand in which outcome. True to the transaction: a delivery is counted from the moment at which its outcome is
/// stored. Outlives the log. Sees the ambient tenant's only.
/// </summary>
public interface IDeliveryStatisticsRepository
{
    /// <summary>Counts deliveries, by state and one thing more; by the hour for days too, which are the caller's to cut.</summary>
    /// <returns>In any order; a group in which nothing stands is left out.</returns>
    Task<IReadOnlyList<StatisticsCount>> QueryAsync(StatisticsFilter filter, StatisticsGrouping grouping, CancellationToken cancellationToken);

    /// <summary>What has become of broadcasts so far.</summary>
    /// <returns>An entry for each id that was asked for, empty where nothing is known.</returns>
    Task<IReadOnlyDictionary<Guid, BroadcastOutcomes>> GetBroadcastsAsync(IReadOnlyCollection<Guid> broadcastIds, CancellationToken cancellationToken);

    /// <summary>How many messages WeChat accepted in each minute since a moment, oldest first; a minute without any is left out.</summary>
    Task<IReadOnlyList<MinuteCount>> GetPaceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>How much is waiting at the moment.</summary>
    /// <param name="now">The present.</param>
    /// <param name="max">Where each count stops: whoever looks every few seconds must not have a million rows counted each time.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    Task<DeliveryBacklog> GetBacklogAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>Folds the oldest tallies, of all tenants, into the statistics. The figures stay what they are; they are only found faster.</summary>
    /// <param name="max">Most tallies.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>How many tallies were folded.</returns>
    Task<int> FoldAsync(int max, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets statistics, of all tenants, of hours before a moment, and the pace of minutes so long ago that nobody looks at it.</summary>
    /// <returns>How many rows of the statistics were removed, at most <paramref name="max"/>.</returns>
    Task<int> ForgetAsync(DateTimeOffset before, DateTimeOffset paceBefore, int max, CancellationToken cancellationToken);
}

/// <summary>Messages that WeChat accepted in one minute.</summary>
/// <param name="Minute">Begin of the minute (UTC).</param>
/// <param name="Sent">How many.</param>
public readonly record struct MinuteCount(DateTimeOffset Minute, long Sent);
