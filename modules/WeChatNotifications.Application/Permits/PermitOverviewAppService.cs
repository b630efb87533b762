using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Permits;

internal sealed class PermitOverviewAppService(
    IPermitSums sums, IMessageTemplateRepository templates, IAppCredentialRepository credentials, IDeliveryStatisticsRepository statistics,
    IOptions<PermitOptions> options, TimeProvider timeProvider)
    : IPermitOverviewAppService
{
    private const int MaxDays = 90;

    private static readonly DeliveryStatus[] Accepted = [DeliveryStatus.Sent, DeliveryStatus.Confirmed, DeliveryStatus.Refused];

    public async Task<GrantOverviewDto> GetGrantsAsync(PermitOverviewQueryDto query, CancellationToken cancellationToken = default)
    {
        var zone = await CheckAsync(query, cancellationToken).ConfigureAwait(false);
        var known = await templates.ListAsync(query.AppCredentialId, cancellationToken).ConfigureAwait(false);
        var names = known.Where(t => t.Channel.UsesGrants()).ToLookup(t => t.WeChatTemplateId, t => t.Name, StringComparer.Ordinal);
        var found = await sums.OfGrantsAsync(query.AppCredentialId, cancellationToken).ConfigureAwait(false);
        return new GrantOverviewDto
        {
            Templates = [.. found.GroupBy(s => s.WeChatTemplateId, StringComparer.Ordinal).Select(g => ToDto(g.Key, [.. names[g.Key]], [.. g]))
                .Concat(names.Where(n => found.All(s => s.WeChatTemplateId != n.Key)).Select(n => ToDto(n.Key, [.. n], [])))
                .OrderByDescending(t => t.Users).ThenBy(t => t.WeChatTemplateId, StringComparer.Ordinal)],
            Spent = await SpentAsync(query, zone, [.. names.SelectMany(n => n)], cancellationToken).ConfigureAwait(false),
            TimeZone = zone.Id,
        };
    }

    public async Task<FormIdOverviewDto> GetFormIdsAsync(PermitOverviewQueryDto query, CancellationToken cancellationToken = default)
    {
        var zone = await CheckAsync(query, cancellationToken).ConfigureAwait(false);
        var now = timeProvider.GetUtcNow();
        var left = await sums.OfUsableFormIdsAsync(
            query.AppCredentialId, new FormIdBounds([.. Enumerable.Range(0, FormIdBounds.Spans).Select(d => now.AddDays(d))]), cancellationToken).ConfigureAwait(false);
        var days = DaysUntil(now, FormIdBounds.Spans, zone);
        var collected = await sums.OfCollectedFormIdsAsync(query.AppCredentialId, new FormIdBounds(days), cancellationToken).ConfigureAwait(false);
        var known = await templates.ListAsync(query.AppCredentialId, cancellationToken).ConfigureAwait(false);
        var names = known.Where(t => t.Channel is MessageChannel.TemplateMessage or MessageChannel.UniformMessage).Select(t => t.Name);
        return new FormIdOverviewDto
        {
            Left = [.. Enumerable.Range(1, FormIdBounds.Spans).Select(p => new FormIdsLeftDto(
                p - 1, Records(left, p, FormIdKind.FormId), Records(left, p, FormIdKind.PrepayId), left.Where(s => s.Place == p).Sum(s => s.Uses)))],
            SafetyMargin = (long)options.Value.SafetyMargin.TotalSeconds,
            Collected = [.. days.Select((d, i) => new FormIdsCollectedDto(d, Records(collected, i + 1, FormIdKind.FormId), Records(collected, i + 1, FormIdKind.PrepayId)))],
            CollectedSince = now - options.Value.FormIdLifetime,
            Spent = await SpentAsync(query, zone, [.. names], cancellationToken).ConfigureAwait(false),
            TimeZone = zone.Id,
        };
    }

    private async Task<TimeZoneInfo> CheckAsync(PermitOverviewQueryDto query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.Days, "days", 1, MaxDays);
        var zone = StatisticsSpan.ZoneOf(query.TimeZone, check);
        if (query.AppCredentialId == Guid.Empty)
        {
            check.Add(new("appCredentialId", RuleCodes.Required));
        }
        else if ((await credentials.GetManyAsync([query.AppCredentialId], cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            check.Add(new("appCredentialId", RuleCodes.Unknown, ("value", query.AppCredentialId)));
        }

        check.ThrowIfBroken();
        return zone;
    }

    private async Task<IReadOnlyList<PermitDayDto>> SpentAsync(
        PermitOverviewQueryDto query, TimeZoneInfo zone, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var days = DaysUntil(timeProvider.GetUtcNow(), query.Days, zone);
        var counts = names.Count == 0
            ? []
            : await statistics.QueryAsync(
                new StatisticsFilter { AppCredentialId = query.AppCredentialId, TemplateNames = names, From = days[0] }, StatisticsGrouping.Hour, cancellationToken)
                .ConfigureAwait(false);
        var byDay = counts.Where(c => Accepted.Contains(c.Status)).ToLookup(c => StatisticsSpan.StartOfDay(c.Hour!.Value, zone), c => c.Count);
        return [.. days.Select(d => new PermitDayDto(d, byDay[d].Sum()))];
    }

    /// <summary>The begins of the last days, oldest first, today's last.</summary>
    private static List<DateTimeOffset> DaysUntil(DateTimeOffset now, int count, TimeZoneInfo zone)
    {
        var days = new List<DateTimeOffset> { StatisticsSpan.StartOfDay(now, zone) };
        while (days.Count < count)
        {
            // Noon of the day before, however long that is.
            days.Add(StatisticsSpan.StartOfDay(days[^1].AddHours(-12), zone));
        }

        days.Reverse();
        return days;
    }

    private static long Records(IReadOnlyList<FormIdSum> sums, int place, FormIdKind kind) => sums.Where(s => s.Place == place && s.Kind == kind).Sum(s => s.Records);

    private static GrantTemplateDto ToDto(string weChatTemplateId, IReadOnlyList<string> names, IReadOnlyList<GrantSum> sums)
    {
        var users = sums.Sum(s => s.Users);
        var longTerm = sums.Where(s => s is { IsLongTerm: true, LastDecision: GrantDecision.Accepted }).Sum(s => s.Users);
        var oneTime = sums.Where(s => !s.IsLongTerm).ToList();
        var reachable = longTerm + oneTime.Sum(s => s.WithBalance);
        return new GrantTemplateDto
        {
            WeChatTemplateId = weChatTemplateId,
            Templates = names,
            Users = users,
            Reachable = reachable,
            Unreachable = users - reachable,
            MessagesLeft = oneTime.Sum(s => s.Remaining),
            LongTerm = longTerm,
            Decisions = [.. sums.GroupBy(s => s.LastDecision).OrderBy(g => g.Key).Select(g => new GrantDecisionCountDto(g.Key, g.Sum(s => s.Users)))],
        };
    }
}
