using System.Globalization;
using System.Text.Json.Serialization;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>Hours of the day, by the clock of the app's time zone, in which a template's messages wait. They may pass midnight.</summary>
/// <param name="From">When they begin, as <c>HH:mm</c>.</param>
/// <param name="To">When they end, as <c>HH:mm</c>; the first minute in which messages go again.</param>
public sealed record QuietHours(string From, string To)
{
    private const string Clock = "HH:mm";

    /// <summary>Longest stored form.</summary>
    public const int StoredLength = 64;

    [JsonIgnore]
    private TimeOnly Begin => TimeOnly.ParseExact(From, Clock, CultureInfo.InvariantCulture);

    [JsonIgnore]
    private TimeOnly End => TimeOnly.ParseExact(To, Clock, CultureInfo.InvariantCulture);

    /// <summary>When the quiet hours end in which a moment lies; null when it lies in none.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="zone">The time zone whose clock counts.</param>
    public DateTimeOffset? EndOf(DateTimeOffset moment, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
        var time = TimeOnly.FromDateTime(local);
        var (begin, end) = (Begin, End);
        if (!time.IsBetween(begin, end))
        {
            return null;
        }

        // An end that this clock skips is the first minute it shows again; of one that it shows twice, the one that is still to come.
        var at = (time < end ? local.Date : local.Date.AddDays(1)) + end.ToTimeSpan();
        while (zone.IsInvalidTime(at))
        {
            at = at.AddMinutes(1);
        }

        var offsets = zone.IsAmbiguousTime(at) ? zone.GetAmbiguousTimeOffsets(at) : [zone.GetUtcOffset(at)];
        var ends = offsets.Select(o => new DateTimeOffset(at, o).ToUniversalTime()).Where(e => e > moment).ToList();
        return ends.Count > 0 ? ends.Min() : null;
    }

    /// <summary>Requires two different times of the day.</summary>
    internal static QuietHours? Check(QuietHours? hours, RuleCheck check)
    {
        if (hours is null)
        {
            return null;
        }

        var result = new QuietHours(hours.From?.Trim() ?? "", hours.To?.Trim() ?? "");
        var beginIsWrong = !TimeOnly.TryParseExact(result.From, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var begin);
        var endIsWrong = !TimeOnly.TryParseExact(result.To, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var end);
        if (beginIsWrong)
        {
            check.Add(new("quietHours.from", RuleCodes.QuietHours));
        }

        if (endIsWrong || (!beginIsWrong && begin == end))
        {
            check.Add(new("quietHours.to", RuleCodes.QuietHours));
        }

        return result;
    }
}
