using System.Globalization;
using WeChatNotifications.Dashboard.Texts;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>Says in words when a simple cron expression comes true.</summary>
public static class CronWords
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>The words; null for an expression that takes more than a short sentence.</summary>
    public static string? Of(string cron, DashboardTexts texts)
    {
        ArgumentNullException.ThrowIfNull(cron);
        ArgumentNullException.ThrowIfNull(texts);
        var parts = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [var minute, var hour, "*", "*", "*"] => Daily(minute, hour, texts),
            [var minute, var hour, "*", "*", var days] when TimeOf(minute, hour) is { } time && DaysOf(days, texts) is { } names => texts["Broadcasts.CronWeekly", ("days", names), ("time", time)],
            [var minute, var hour, var day, "*", "*"] when TimeOf(minute, hour) is { } time && Number(day) is { } number => texts["Broadcasts.CronMonthly", ("day", number), ("time", time)],
            [var minute, var hour, var day, var month, "*"] when TimeOf(minute, hour) is { } time && Number(day) is { } number && Number(month) is { } inMonth
                => texts["Broadcasts.CronYearly", ("month", inMonth), ("day", number), ("time", time)],
            _ => null,
        };
    }

    private static string? Daily(string minute, string hour, DashboardTexts texts)
    {
        if (TimeOf(minute, hour) is { } time)
        {
            return texts["Broadcasts.CronDaily", ("time", time)];
        }

        return (minute, hour) switch
        {
            ("*", "*") => texts["Broadcasts.CronMinutes", ("n", 1)],
            (_, "*") when Step(minute, 60) is { } every => texts["Broadcasts.CronMinutes", ("n", every)],
            (_, "*") when Number(minute) is { } at => texts["Broadcasts.CronHourly", ("minute", at.ToString("00", CultureInfo.InvariantCulture))],
            _ when Number(minute) is { } at && Step(hour, 24) is { } every => texts["Broadcasts.CronHours", ("n", every), ("minute", at.ToString("00", CultureInfo.InvariantCulture))],
            _ => null,
        };
    }

    private static string? TimeOf(string minute, string hour)
        => Number(minute) is { } m && Number(hour) is { } h ? string.Create(CultureInfo.InvariantCulture, $"{h:00}:{m:00}") : null;

    /// <summary>Only where the steps are of the same length all round the clock.</summary>
    private static int? Step(string field, int circle)
        => field.StartsWith("*/", StringComparison.Ordinal) && Number(field[2..]) is { } n and > 0 && circle % n == 0 ? n : null;

    private static int? Number(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? DaysOf(string field, DashboardTexts texts)
    {
        var names = new List<string>();
        foreach (var part in field.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !Array.TrueForAll(ends, e => DayOf(e) is not null))
            {
                return null;
            }

            var words = Array.ConvertAll(ends, e => texts["Broadcasts.Day" + DayOf(e)]);
            names.Add(words.Length == 1 ? words[0] : texts["Broadcasts.DayRange", ("from", words[0]), ("to", words[1])]);
        }

        return string.Join(DashboardTexts.IsChinese ? "、" : ", ", names);
    }

    private static int? DayOf(string day)
        => Number(day) is { } number ? (number <= 7 ? number % 7 : null) : Array.FindIndex(Days, d => d.Equals(day, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? index : null;
}
