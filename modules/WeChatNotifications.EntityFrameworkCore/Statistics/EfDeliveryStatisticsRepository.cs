using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.Statistics;

/// <summary>The statistics in LINQ only: correct on every relational provider, and the reference that faster versions are compared with.</summary>
internal class EfDeliveryStatisticsRepository(IWeChatNotificationsDbContextProvider contexts) : IDeliveryStatisticsRepository
{
    private static readonly DeliveryPriority[] Lanes = Enum.GetValues<DeliveryPriority>();

    public async Task<IReadOnlyList<StatisticsCount>> QueryAsync(StatisticsFilter filter, StatisticsGrouping grouping, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var counts = Apply(filter, Counts(await contexts.GetAsync(cancellationToken).ConfigureAwait(false)));
        var groups = grouping switch
        {
            StatisticsGrouping.Hour or StatisticsGrouping.Day => counts.GroupBy(c => new { c.Hour, c.Status })
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

    public async Task<IReadOnlyList<MinuteCount>> GetPaceAsync(DateTimeOffset since, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<DeliveryPace>().AsNoTracking()
            .Where(p => p.Minute >= since).OrderBy(p => p.Minute)
            .Select(p => new MinuteCount(p.Minute, p.Sent)).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<DeliveryBacklog> GetBacklogAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);

        // By app, lane and time, which is how the index of waiting rows is sorted: what is scheduled is not walked through to find what is
        // due. Whose a row is, is its app's to say.
        var apps = await context.Set<AppCredential>().AsNoTracking().Select(a => a.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var waiting = context.Set<DeliveryLog>().IgnoreQueryFilters().Where(d => d.Status == DeliveryStatus.Pending);
        var ofApps = waiting.Where(d => apps.Contains(d.AppCredentialId) && Lanes.Contains(d.Priority));
        var due = await ofApps.Where(d => d.NotBefore <= now).Take(max).LongCountAsync(cancellationToken).ConfigureAwait(false);
        var scheduled = await ofApps.Where(d => d.NotBefore > now).Take(max).LongCountAsync(cancellationToken).ConfigureAwait(false);
        var sending = await context.Set<DeliveryLog>().Where(d => d.Status == DeliveryStatus.Sending).Take(max).LongCountAsync(cancellationToken).ConfigureAwait(false);
        var oldest = due == 0 ? null : await FindOldestAsync(context, apps, waiting.Where(d => d.NotBefore <= now), cancellationToken).ConfigureAwait(false);
        return new DeliveryBacklog(due, scheduled, sending, oldest);
    }

    public virtual async Task<int> FoldAsync(int max, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        return await context.Database.InTransactionAsync(token => FoldAsync(context, max, now, token), cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> ForgetAsync(DateTimeOffset before, DateTimeOffset paceBefore, int max, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<DeliveryPace>().IgnoreQueryFilters().Where(p => p.Minute < paceBefore).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        var statistics = context.Set<DeliveryStatistic>().IgnoreQueryFilters();
        var old = await statistics.Where(s => s.Hour < before).OrderBy(s => s.Hour).Select(s => s.Id).Take(max).ToListAsync(cancellationToken).ConfigureAwait(false);
        return old.Count == 0 ? 0 : await statistics.Where(s => old.Contains(s.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The present database.</summary>
    protected ValueTask<DbContext> ContextAsync(CancellationToken cancellationToken) => contexts.GetAsync(cancellationToken);

    private static async Task<int> FoldAsync(DbContext context, int max, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tallies = await context.Set<DeliveryTally>().IgnoreQueryFilters().AsNoTracking()
            .OrderBy(t => t.Id).Take(max).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (tallies.Count == 0)
        {
            return 0;
        }

        var ids = tallies.ConvertAll(t => t.Id);
        if (await context.Set<DeliveryTally>().IgnoreQueryFilters().Where(t => ids.Contains(t.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) != ids.Count)
        {
            // Nothing is stored of this transaction: what another node has folded is folded.
            throw new InvalidOperationException("Another node folds the same tallies. They are folded by one of the two.");
        }

        var fresh = new List<DeliveryStatistic>();
        foreach (var sum in tallies.GroupBy(KeyOf).Select(g => (g.Key, Count: g.Sum(t => t.Count))).Where(s => s.Count != 0))
        {
            var (key, count) = sum;
            if (await context.Set<DeliveryStatistic>().IgnoreQueryFilters()
                .Where(s => s.TenantId == key.TenantId && s.Hour == key.Hour && s.AppCredentialId == key.AppCredentialId && s.TemplateName == key.TemplateName
                    && s.BroadcastId == key.BroadcastId && s.Status == key.Status && s.Reason == key.Reason && s.ErrorCode == key.ErrorCode)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.Count, x => x.Count + count), cancellationToken).ConfigureAwait(false) == 0)
            {
                fresh.Add(DeliveryStatistic.Of(key, count, now));
            }
        }

        await context.InsertAsync(fresh, cancellationToken).ConfigureAwait(false);
        await NotePaceAsync(context, tallies, now, cancellationToken).ConfigureAwait(false);
        return tallies.Count;
    }

    /// <summary>Messages that were accepted; that one is confirmed later takes it out of its state, but not out of its minute.</summary>
    private static async Task NotePaceAsync(DbContext context, List<DeliveryTally> tallies, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var minute = DeliveryPace.MinuteOf(now);
        foreach (var tenant in tallies.Where(t => t is { Status: DeliveryStatus.Sent, Count: > 0 }).GroupBy(t => t.TenantId))
        {
            var (id, sent) = (tenant.Key, tenant.Sum(t => t.Count));
            if (await context.Set<DeliveryPace>().IgnoreQueryFilters().Where(p => p.TenantId == id && p.Minute == minute)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Sent, x => x.Sent + sent), cancellationToken).ConfigureAwait(false) == 0)
            {
                await context.InsertAsync([DeliveryPace.Of(id, now, sent)], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static TallyKey KeyOf(DeliveryTally tally) => new(
        tally.TenantId, tally.Hour, tally.AppCredentialId, tally.TemplateName, tally.BroadcastId, tally.Status, tally.Reason, tally.ErrorCode);

    /// <summary>The first entry of the index for each app and lane, and of those the oldest. No filter of tenants holds where the rows are without.</summary>
    private static async Task<DateTimeOffset?> FindOldestAsync(DbContext context, List<Guid> apps, IQueryable<DeliveryLog> due, CancellationToken cancellationToken)
    {
        DateTimeOffset? oldest = null;
        foreach (var lane in Lanes)
        {
            var firsts = await context.Set<AppCredential>().AsNoTracking().Where(a => apps.Contains(a.Id))
                .Select(a => due.Where(d => d.AppCredentialId == a.Id && d.Priority == lane).Min(d => (DateTimeOffset?)d.NotBefore))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            oldest = firsts.Append(oldest).Min();
        }

        return oldest;
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

        if (filter.TemplateNames is { } templates)
        {
            counts = counts.Where(c => templates.Contains(c.TemplateName));
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
