using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Statistics;

/// <summary>Adds up counts by state.</summary>
internal static class OutcomeSums
{
    /// <summary>The sums.</summary>
    public static OutcomeCountsDto Of(IEnumerable<StatisticsCount> counts) => Into(new OutcomeCountsDto(), counts);

    /// <summary>The sums, in a row of a group.</summary>
    public static StatisticsRowDto Row(StatisticsRowDto group, IEnumerable<StatisticsCount> counts) => Into(group, counts);

    private static T Into<T>(T row, IEnumerable<StatisticsCount> counts)
        where T : OutcomeCountsDto
    {
        var by = new Dictionary<DeliveryStatus, long>();
        foreach (var count in counts)
        {
            by[count.Status] = by.GetValueOrDefault(count.Status) + count.Count;
        }

        var (total, cancelled) = (by.Values.Sum(), by.GetValueOrDefault(DeliveryStatus.Cancelled));
        var (sent, confirmed) = (by.GetValueOrDefault(DeliveryStatus.Sent), by.GetValueOrDefault(DeliveryStatus.Confirmed));
        return (T)(row with
        {
            Total = total,
            Sent = sent,
            Confirmed = confirmed,
            Refused = by.GetValueOrDefault(DeliveryStatus.Refused),
            Failed = by.GetValueOrDefault(DeliveryStatus.Failed),
            Skipped = by.GetValueOrDefault(DeliveryStatus.Skipped),
            Unconfirmed = by.GetValueOrDefault(DeliveryStatus.Unconfirmed),
            Cancelled = cancelled,
            SuccessRate = total > cancelled ? Math.Round((sent + confirmed) / (double)(total - cancelled), 4) : null,
        });
    }
}
