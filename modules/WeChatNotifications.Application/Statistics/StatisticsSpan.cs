using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Statistics;

/// <summary>A span of whole hours, and where its days begin.</summary>
/// <param name="From">Begin of the first hour (UTC).</param>
/// <param name="To">End of the last hour (UTC).</param>
/// <param name="Zone">Where days begin.</param>
internal sealed record StatisticsSpan(DateTimeOffset From, DateTimeOffset To, TimeZoneInfo Zone)
{
    /// <summary>The longest span may begin and end within an hour.</summary>
    private static readonly TimeSpan RoundingUp = TimeSpan.FromHours(2);

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads the span of a query, and collects what is wrong with it.</summary>
    public static StatisticsSpan Of(StatisticsQueryDto query, RuleCheck check, DateTimeOffset now)
    {
        var zone = ZoneOf(query.TimeZone, check);
        var byHour = query.By == StatisticsGrouping.Hour;
        var (usual, longest) = byHour ? (1, StatisticsLimits.MaxDaysByHour) : (30, StatisticsLimits.MaxDays);
        var to = EndOfHour(Clamp(query.To ?? now));
        var from = TallyKey.HourOf(Clamp(query.From ?? to - TimeSpan.FromDays(usual)));
        if (query.By == StatisticsGrouping.Day && query.From is null)
        {
            // Thirty whole days, not twenty-nine and two halves.
            from = TallyKey.HourOf(StartOfDay(from, zone));
        }

        if (from >= to)
        {
            check.Add(new("to", RuleCodes.EndBeforeStart));
        }
        else if (to - from > TimeSpan.FromDays(longest) + RoundingUp)
        {
            check.Add(new("from", RuleCodes.SpanTooLong, ("max", longest)));
        }

        return new StatisticsSpan(from, to, zone);
    }

    /// <summary>The zone of that name; the module's default when there is none, or none such.</summary>
    public static TimeZoneInfo ZoneOf(string? name, RuleCheck check)
        => TimeZoneInfo.TryFindSystemTimeZoneById(check.TimeZone(name ?? AppCredentialLimits.DefaultTimeZone, "timeZone"), out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Begin of the day in which a moment lies, with the offset that holds then.</summary>
    public static DateTimeOffset StartOfDay(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var midnight = TimeZoneInfo.ConvertTime(moment, zone).Date;
        while (zone.IsInvalidTime(midnight))
        {
            // Where the clocks go forward at midnight, the day begins later.
            midnight = midnight.AddMinutes(30);
        }

        // Where midnight comes twice, the first one counts.
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset);
    }

    /// <summary>The begins of all hours or days that the span touches, oldest first.</summary>
    public IEnumerable<DateTimeOffset> Starts(StatisticsGrouping by)
    {
        var start = by == StatisticsGrouping.Hour ? From : StartOfDay(From, Zone);
        while (start < To)
        {
            yield return start;

            // A day has 23 to 25 hours; noon of the next one is in the next one.
            start = by == StatisticsGrouping.Hour ? start.AddHours(1) : StartOfDay(start.AddHours(36), Zone);
        }
    }

    /// <summary>Nothing was sent before or will be sent after; and a calendar has room for a day more.</summary>
    private static DateTimeOffset Clamp(DateTimeOffset moment) => moment < Earliest ? Earliest : moment > Latest ? Latest : moment;

    private static DateTimeOffset EndOfHour(DateTimeOffset moment)
    {
        var hour = TallyKey.HourOf(moment);
        return hour.UtcTicks == moment.UtcTicks ? hour : hour.AddHours(1);
    }
}
