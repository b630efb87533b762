using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.Statistics;

internal sealed class EfDeliveryStatisticsRepository(IWeChatNotificationsDbContextProvider contexts) : IDeliveryStatisticsRepository
{
    public async Task<IReadOnlyList<StatisticsCount>> QueryAsync(StatisticsFilter filter, StatisticsGrouping grouping, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var counts = Apply(filter, Counts(await contexts.GetAsync(cancellationToken).ConfigureAwait(false)));
        var groups = grouping switch
        {
            StatisticsGrouping.Hour => counts.GroupBy(c => new { c.Hour, c.Status })
                .Select(g => new StatisticsCount { Hour = g.Key.Hour, Status = g.Key.Status, Count = g.Sum(c => c.Count) }),
            StatisticsGrouping.App => counts.GroupBy(c => new { c.AppCredentialId, c.Status })
                .Select(g => new StatisticsCount { AppCredentialId = g.Key.AppCredentialId, Status = g.Key.Status, Count = g.Sum(c => c.Count) }),
            StatisticsGrouping.Template => counts.GroupBy(c => new { c.TemplateName, c.Status })
                .Select(g => new StatisticsCount { TemplateName = g.Key.TemplateName, Status = g.Key.Status, Count = g.Sum(c => c.Count) }),
            StatisticsGrouping.Broadcast => counts.GroupBy(c => new { c.BroadcastId, c.Status })
                .Select(g => new StatisticsCount { BroadcastId = g.Key.BroadcastId, Status = g.Key.Status, Count = g.Sum(c => c.Count) }),
            StatisticsGrouping.Outcome => counts.GroupBy(c => new { c.Status, c.Reason })
                .Select(g => new StatisticsCount { Status = g.Key.Status, Reason = g.Key.Reason, Count = g.Sum(c => c.Count) }),
            StatisticsGrouping.Error => counts.GroupBy(c => new { c.Status, c.Reason, c.ErrorCode })
                .Select(g => new StatisticsCount { Status = g.Key.Status, Reason = g.Key.Reason, ErrorCode = g.Key.ErrorCode, Count = g.Sum(c => c.Count) }),
            _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, "Not a grouping."),
        };
        return await groups.Where(g => g.Count != 0).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<Guid, BroadcastOutcomes>> GetBroadcastsAsync(
        IReadOnlyCollection<Guid> broadcastIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(broadcastIds);
        var asked = broadcastIds.Distinct().ToList();
        if (asked.Count == 0)
        {
            return new Dictionary<Guid, BroadcastOutcomes>();
        }

        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var found = await Counts(context)
            .Where(c => c.BroadcastId != null && asked.Contains(c.BroadcastId.Value))
            .GroupBy(c => new { c.BroadcastId, c.Status, c.Reason, c.ErrorCode })
            .Select(g => new { g.Key.BroadcastId, g.Key.Status, g.Key.Reason, g.Key.ErrorCode, Count = g.Sum(c => c.Count) })
            .Where(g => g.Count != 0)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var byBroadcast = found.ToLookup(g => g.BroadcastId!.Value, g => new OutcomeCount(g.Status, g.Reason, g.ErrorCode, g.Count));
        return asked.ToDictionary(
            id => id,
            id => new BroadcastOutcomes(byBroadcast[id].Sum(o => o.Count), [.. byBroadcast[id].OrderByDescending(o => o.Count).ThenBy(o => o.Status).ThenBy(o => o.Reason)]));
    }

    /// <summary>Statistics and what is not folded into them yet, read by one statement: a fold in between neither hides a delivery nor shows it twice.</summary>
    private static IQueryable<CountedRow> Counts(DbContext context)
        => context.Set<DeliveryStatistic>().AsNoTracking()
            .Select(s => new CountedRow
            {
                Hour = s.Hour,
                AppCredentialId = s.AppCredentialId,
                TemplateName = s.TemplateName,
                BroadcastId = s.BroadcastId,
                Status = s.Status,
                Reason = s.Reason,
                ErrorCode = s.ErrorCode,
                Count = s.Count,
            })
            .Concat(context.Set<DeliveryTally>().AsNoTracking()
                .Select(t => new CountedRow
                {
                    Hour = t.Hour,
                    AppCredentialId = t.AppCredentialId,
                    TemplateName = t.TemplateName,
                    BroadcastId = t.BroadcastId,
                    Status = t.Status,
                    Reason = t.Reason,
                    ErrorCode = t.ErrorCode,
                    Count = t.Count,
                }));

    private static IQueryable<CountedRow> Apply(StatisticsFilter filter, IQueryable<CountedRow> counts)
    {
        if (filter.From is { } from)
        {
            from = from.ToUniversalTime();
            counts = counts.Where(c => c.Hour >= from);
        }

        if (filter.To is { } to)
        {
            to = to.ToUniversalTime();
            counts = counts.Where(c => c.Hour < to);
        }

        if (filter.AppCredentialId is { } app)
        {
            counts = counts.Where(c => c.AppCredentialId == app);
        }

        if (filter.TemplateName is { } template)
        {
            counts = counts.Where(c => c.TemplateName == template);
        }

        return filter.BroadcastId is { } broadcast ? counts.Where(c => c.BroadcastId == broadcast) : counts;
    }

    private sealed class CountedRow
    {
        public DateTimeOffset Hour { get; init; }

        public Guid AppCredentialId { get; init; }

        public string TemplateName { get; init; } = "";

        public Guid? BroadcastId { get; init; }

        public DeliveryStatus Status { get; init; }

        public DeliveryReason Reason { get; init; }

        public int? ErrorCode { get; init; }

        public long Count { get; init; }
    }
}
