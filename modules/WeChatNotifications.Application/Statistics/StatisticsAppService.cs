using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Statistics;

internal sealed class StatisticsAppService(
    IDeliveryStatisticsRepository statistics, IAppCredentialRepository credentials, IModuleTexts texts, TimeProvider timeProvider)
    : IStatisticsAppService
{
    private const int PerSecondMinutes = 5;

    public async Task<StatisticsDto> GetAsync(StatisticsQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Defined(query.By, "by");
        var template = check.OptionalText(query.Template, "template", MessageTemplateLimits.NameLength);
        var span = StatisticsSpan.Of(query, check, timeProvider.GetUtcNow());
        check.ThrowIfBroken();
        var filter = new StatisticsFilter
        {
            From = span.From,
            To = span.To,
            AppCredentialId = query.AppCredentialId,
            TemplateName = template,
            BroadcastId = query.BroadcastId,
        };
        var counts = await statistics.QueryAsync(filter, query.By, cancellationToken).ConfigureAwait(false);
        var rows = query.By is StatisticsGrouping.Hour or StatisticsGrouping.Day
            ? ByTime(counts, span, query.By)
            : await ByThingAsync(counts, query.By, cancellationToken).ConfigureAwait(false);
        return new StatisticsDto(span.From, span.To, query.By, span.Zone.Id, OutcomeSums.Of(counts), rows);
    }

    public async Task<StatisticsOverviewDto> GetOverviewAsync(string? timeZone = null, CancellationToken cancellationToken = default)
    {
        var check = new RuleCheck();
        var zone = StatisticsSpan.ZoneOf(timeZone, check);
        check.ThrowIfBroken();
        var now = timeProvider.GetUtcNow();
        var today = StatisticsSpan.StartOfDay(now, zone);
        var yesterday = StatisticsSpan.StartOfDay(today.AddHours(-12), zone);
        var minute = DeliveryPace.MinuteOf(now);
        var counts = await statistics.QueryAsync(new StatisticsFilter { From = today }, StatisticsGrouping.Error, cancellationToken).ConfigureAwait(false);
        var before = await statistics.QueryAsync(new StatisticsFilter { From = yesterday, To = today }, StatisticsGrouping.Outcome, cancellationToken).ConfigureAwait(false);
        var pace = (await statistics.GetPaceAsync(minute.AddMinutes(1 - StatisticsLimits.PaceMinutes), cancellationToken).ConfigureAwait(false))
            .ToDictionary(m => m.Minute.ToUniversalTime(), m => m.Sent);
        var backlog = await statistics.GetBacklogAsync(now, StatisticsLimits.MaxBacklog, cancellationToken).ConfigureAwait(false);
        return new StatisticsOverviewDto
        {
            Today = today,
            TimeZone = zone.Id,
            Counts = OutcomeSums.Of(counts),
            Yesterday = OutcomeSums.Of(before),
            Pace = [.. Enumerable.Range(1 - StatisticsLimits.PaceMinutes, StatisticsLimits.PaceMinutes).Select(m => minute.AddMinutes(m))
                .Select(m => new PaceDto(m, pace.GetValueOrDefault(m)))],
            PerSecond = Math.Round(Enumerable.Range(-PerSecondMinutes, PerSecondMinutes).Sum(m => pace.GetValueOrDefault(minute.AddMinutes(m))) / (PerSecondMinutes * 60.0), 2),
            Backlog = new BacklogDto(backlog.Due, backlog.Scheduled, backlog.Sending, backlog.OldestDue),
            TopErrors = [.. counts.Where(IsTrouble).OrderByDescending(c => c.Count).ThenBy(c => c.Status).ThenBy(c => c.Reason).ThenBy(c => c.ErrorCode)
                .Take(StatisticsLimits.TopErrors).Select(c => new TopErrorDto(OutcomeOf(c), c.Count))],
        };
    }

    private static bool IsTrouble(StatisticsCount count)
        => count.Status is DeliveryStatus.Failed or DeliveryStatus.Skipped or DeliveryStatus.Refused or DeliveryStatus.Unconfirmed;

    private static IReadOnlyList<StatisticsRowDto> ByTime(IReadOnlyList<StatisticsCount> counts, StatisticsSpan span, StatisticsGrouping by)
    {
        var found = counts.ToLookup(c => by == StatisticsGrouping.Hour ? c.Hour!.Value.ToUniversalTime() : StatisticsSpan.StartOfDay(c.Hour!.Value, span.Zone));
        return [.. span.Starts(by).Select(start => OutcomeSums.Row(new StatisticsRowDto { Start = start }, found[start]))];
    }

    private async Task<IReadOnlyList<StatisticsRowDto>> ByThingAsync(IReadOnlyList<StatisticsCount> counts, StatisticsGrouping by, CancellationToken cancellationToken)
    {
        // Each column that was not asked for is null, and makes no difference.
        var rows = counts
            .GroupBy(c => (c.AppCredentialId, c.TemplateName, c.BroadcastId, Outcome: by is StatisticsGrouping.Outcome or StatisticsGrouping.Error ? c with { Count = 0 } : null))
            .Select(g => OutcomeSums.Row(
                new StatisticsRowDto
                {
                    AppCredentialId = g.Key.AppCredentialId,
                    Template = g.Key.TemplateName,
                    BroadcastId = g.Key.BroadcastId,
                    Outcome = g.Key.Outcome is { } outcome ? OutcomeOf(outcome) : null,
                },
                g))
            .OrderByDescending(r => r.Total).ThenBy(r => r.Template, StringComparer.Ordinal).ThenBy(r => r.AppCredentialId).ThenBy(r => r.BroadcastId)
            .Take(StatisticsLimits.MaxRows)
            .ToList();
        if (by != StatisticsGrouping.App)
        {
            return rows;
        }

        var names = (await credentials.GetManyAsync([.. rows.Select(r => r.AppCredentialId!.Value)], cancellationToken).ConfigureAwait(false)).ToDictionary(a => a.Id, a => a.Name);
        return rows.ConvertAll(r => r with { AppName = names.GetValueOrDefault(r.AppCredentialId!.Value) });
    }

    private OutcomeDto OutcomeOf(StatisticsCount count)
    {
        var reason = count.Reason ?? DeliveryReason.None;
        return new OutcomeDto(count.Status, reason, count.ErrorCode, texts.Explain(count.Status, reason, count.ErrorCode), texts.Advice(count.ErrorCode));
    }
}
