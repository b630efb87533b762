using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatNotifications.Templates;

/// <summary>
/// The notations of dates and times that WeChat documents: 年月日 or one of <c>- / .</c> throughout, a 24-hour clock, and two
/// of them with <c>~</c> and nothing else between. Hours have two digits. A day that no calendar has (February 30th) is refused, though WeChat documents only the form.
/// </summary>
internal static partial class DateAndTimeRules
{
    /// <summary>Longer than any range in any notation; keeps hostile input away from the parser.</summary>
    private const int LongestRange = 64;

    /// <summary>A year in which every day of a month without a year exists.</summary>
    private const int AnyLeapYear = 2024;

    /// <summary>A clock, optionally after a whole date, or a range of them.</summary>
    public static bool IsTime(string value) => IsUsual(value) || (Parse(value) is { } ends && Array.TrueForAll(ends, IsTime));

    /// <summary>A date, optionally with a clock, or a range of them.</summary>
    public static bool IsDate(string value) => IsUsual(value) || (Parse(value) is { } ends && Array.TrueForAll(ends, IsDate));

    /// <summary>A date with a clock as <see cref="FieldFormatter"/> writes it, which nearly all are: told without the long pattern.</summary>
    private static bool IsUsual(string value)
        => DateTime.TryParseExact(value, "yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            || DateTime.TryParseExact(value, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsTime(Moment moment) => moment.HasClock && (!moment.HasDate || (moment.HasYear && moment.HasDay));

    private static bool IsDate(Moment moment) => moment.HasDate && (!moment.HasClock || moment.HasDay);

    /// <summary>One or two moments, or null when something is not one.</summary>
    private static Moment[]? Parse(string value)
    {
        if (value.Length > LongestRange)
        {
            return null;
        }

        var ends = value.Split('~');
        if (ends.Length > 2)
        {
            return null;
        }

        var moments = Array.ConvertAll(ends, ParseMoment);
        return Array.TrueForAll(moments, m => m is not null) ? Array.ConvertAll(moments, m => m!.Value) : null;
    }

    private static Moment? ParseMoment(string text)
    {
        var match = MomentPattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var (year, month, day) = (Number(match, "year"), Number(match, "month"), Number(match, "day"));
        if (year == 0 || month is < 1 or > 12 || (day is { } d && (d < 1 || d > DateTime.DaysInMonth(year ?? AnyLeapYear, month!.Value))))
        {
            return null;
        }

        return new(month is not null, year is not null, day is not null, match.Groups["clock"].Success);
    }

    private static int? Number(Match match, string group)
        => match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>Between digits of a date and those of a clock stands a space; after 日 it may be left out.</summary>
    [GeneratedRegex(
        """
        ^
        (?: (?: (?<year>[0-9]{4}) 年 (?<month>[0-9]{1,2}) 月 (?: (?<day>[0-9]{1,2}) 日 )?
              | (?<month>[0-9]{1,2}) 月 (?<day>[0-9]{1,2}) 日
              | (?<year>[0-9]{4}) (?<sign>[-/.]) (?<month>[0-9]{1,2}) (?: \k<sign> (?<day>[0-9]{1,2}) )?
              | (?<month>[0-9]{1,2}) [-/.] (?<day>[0-9]{1,2})
            )
            (?: \z | [ ] | (?<=日) )
        )?
        (?<clock> (?: [01][0-9] | 2[0-3] ) : [0-5][0-9] (?: : [0-5][0-9] )? )?
        (?<! [ ] ) (?<! ^ ) \z
        """,
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        1_000)]
    private static partial Regex MomentPattern();

    private readonly record struct Moment(bool HasDate, bool HasYear, bool HasDay, bool HasClock);
}
