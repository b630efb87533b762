using System.Globalization;
using System.Numerics;

namespace WeChatNotifications.Broadcasts;

/// <summary>Names the five fields of a cron expression, in their order.</summary>
public enum CronFieldName
{
    /// <summary>Minute of the hour, 0 to 59.</summary>
    Minute = 0,

    /// <summary>Hour of the day, 0 to 23.</summary>
    Hour = 1,

    /// <summary>Day of the month, 1 to 31.</summary>
    DayOfMonth = 2,

    /// <summary>Month, 1 to 12 or JAN to DEC.</summary>
    Month = 3,

    /// <summary>Day of the week, 0 to 7 or SUN to SAT; 0 and 7 are Sunday.</summary>
    DayOfWeek = 4,
}

/// <summary>The values that one field of a cron expression allows, a bit each.</summary>
internal readonly record struct CronField(ulong Values, bool IsEvery)
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public bool Allows(int value) => (Values & (1UL << value)) != 0;

    /// <summary>The first allowed value that is not below <paramref name="value"/>; null when there is none.</summary>
    public int? From(int value)
    {
        var rest = value > 63 ? 0 : Values & (ulong.MaxValue << value);
        return rest == 0 ? null : BitOperations.TrailingZeroCount(rest);
    }

    /// <summary>Reads one field: a list of values, ranges, and steps over <c>*</c>, a range, or from a value on.</summary>
    /// <returns>The field; null when <paramref name="fault"/> names a part of it that cannot be read.</returns>
    public static CronField? Parse(CronFieldName name, string text, out string fault)
    {
        var (min, max) = BoundsOf(name);
        var values = 0UL;
        foreach (var part in text.Split(','))
        {
            if (ParsePart(name, part, min, max) is not { } bits)
            {
                fault = part.Length == 0 ? text : part;
                return null;
            }

            values |= bits;
        }

        // Sunday has two numbers.
        if (name == CronFieldName.DayOfWeek && (values & (1UL << 7)) != 0)
        {
            values = (values | 1UL) & ~(1UL << 7);
        }

        fault = "";
        return new CronField(values, IsEvery: text.StartsWith('*'));
    }

    private static (int Min, int Max) BoundsOf(CronFieldName name) => name switch
    {
        CronFieldName.Minute => (0, 59),
        CronFieldName.Hour => (0, 23),
        CronFieldName.DayOfMonth => (1, 31),
        CronFieldName.Month => (1, 12),
        _ => (0, 7),
    };

    private static ulong? ParsePart(CronFieldName name, string part, int min, int max)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var step = slash < 0 ? 1 : Number(part[(slash + 1)..]) ?? 0;
        if (step < 1 || step > max || Range(name, slash < 0 ? part : part[..slash], slash >= 0, min, max) is not var (from, to))
        {
            return null;
        }

        var bits = 0UL;
        for (var value = from; value <= to; value += step)
        {
            bits |= 1UL << value;
        }

        return bits;
    }

    private static (int From, int To)? Range(CronFieldName name, string text, bool hasStep, int min, int max)
    {
        if (text == "*")
        {
            // Every day of the week is seven, not eight.
            return (min, name == CronFieldName.DayOfWeek ? 6 : max);
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (Value(name, dash < 0 ? text : text[..dash]) is not { } from)
        {
            return null;
        }

        var to = dash < 0 ? (hasStep ? max : from) : Value(name, text[(dash + 1)..]);
        return to is { } end && from >= min && end <= max && from <= end ? (from, end) : null;
    }

    private static int? Value(CronFieldName field, string text)
    {
        var (names, first) = field switch
        {
            CronFieldName.Month => (Months, 1),
            CronFieldName.DayOfWeek => (Weekdays, 0),
            _ => ([], 0),
        };
        var index = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index + first : Number(text);
    }

    private static int? Number(string text)
        => text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
