namespace WeChatNotifications.Simulator.Subscribe;

/// <summary>
/// The forms WeChat takes for times and dates. A range is two of them with an ASCII <c>~</c> between; the full-width sign fails.
/// </summary>
internal static class TimeRules
{
    private const int AnyLeapYear = 2024;

    /// <summary>24-hour <c>HH:MM</c> or <c>HH:MM:SS</c>, with a full date in front if wanted.</summary>
    public static bool IsTime(ReadOnlySpan<char> value) => IsOneOrRange(value, IsTimePoint);

    /// <summary>A date with or without year or day, and a time behind it if it has a day.</summary>
    public static bool IsDate(ReadOnlySpan<char> value) => IsOneOrRange(value, IsDatePoint);

    private delegate bool Rule(ReadOnlySpan<char> value);

    private static bool IsOneOrRange(ReadOnlySpan<char> value, Rule rule)
    {
        var tilde = value.IndexOf('~');
        return tilde < 0 ? rule(value) : rule(value[..tilde]) && rule(value[(tilde + 1)..]);
    }

    private static bool IsTimePoint(ReadOnlySpan<char> value)
    {
        if (IsClock(value))
        {
            return true;
        }

        return TakeDate(ref value) is { HasYear: true, HasDay: true } date && TakeGap(ref value, date) && IsClock(value);
    }

    private static bool IsDatePoint(ReadOnlySpan<char> value) =>
        TakeDate(ref value) is { } date && (value.IsEmpty || (date.HasDay && TakeGap(ref value, date) && IsClock(value)));

    private readonly record struct DateForm(bool HasYear, bool HasDay, bool InWords);

    /// <summary>A space between date and time; after 日 it may be left out.</summary>
    private static bool TakeGap(ref ReadOnlySpan<char> value, DateForm date)
    {
        if (value is [' ', ..])
        {
            value = value[1..];
            return true;
        }

        return date.InWords;
    }

    private static bool IsClock(ReadOnlySpan<char> value) => value.Length switch
    {
        5 => IsClockPart(value[..2], 23) && value[2] == ':' && IsClockPart(value[3..], 59),
        8 => IsClock(value[..5]) && value[5] == ':' && IsClockPart(value[6..], 59),
        _ => false,
    };

    private static bool IsClockPart(ReadOnlySpan<char> digits, int most) =>
        char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[1]) && ((digits[0] - '0') * 10) + (digits[1] - '0') <= most;

    private static DateForm? TakeDate(ref ReadOnlySpan<char> value)
    {
        var rest = value;
        if (TakeNumber(ref rest, out var length) is not { } first || rest.IsEmpty)
        {
            return null;
        }

        var form = rest[0] switch
        {
            '年' when length == 4 => TakeWords(ref rest, first),
            '月' when length <= 2 => TakeMonthAndDay(ref rest, first),
            '-' or '/' or '.' when length == 4 => TakeSeparated(ref rest, first),
            '-' or '/' or '.' when length <= 2 => TakeSeparatedDay(ref rest, first),
            _ => null,
        };
        value = rest;
        return form;
    }

    /// <summary>年 is next: <c>y年m月</c> or <c>y年m月d日</c>.</summary>
    private static DateForm? TakeWords(ref ReadOnlySpan<char> rest, int year)
    {
        rest = rest[1..];
        if (TakeNumber(ref rest, out var length) is not { } month || length > 2 || rest is not ['月', ..] || month is < 1 or > 12)
        {
            return null;
        }

        var ahead = rest[1..];
        if (TakeNumber(ref ahead, out length) is not { } day)
        {
            rest = rest[1..];
            return new(HasYear: true, HasDay: false, InWords: true);
        }

        if (length > 2 || ahead is not ['日', ..] || !IsDay(year, month, day))
        {
            return null;
        }

        rest = ahead[1..];
        return new(HasYear: true, HasDay: true, InWords: true);
    }

    /// <summary>月 is next: <c>m月d日</c>.</summary>
    private static DateForm? TakeMonthAndDay(ref ReadOnlySpan<char> rest, int month)
    {
        rest = rest[1..];
        if (TakeNumber(ref rest, out var length) is not { } day || length > 2 || rest is not ['日', ..] || !IsDay(AnyLeapYear, month, day))
        {
            return null;
        }

        rest = rest[1..];
        return new(HasYear: false, HasDay: true, InWords: true);
    }

    /// <summary>A separator is next: <c>y-m</c> or <c>y-m-d</c>, the same sign twice.</summary>
    private static DateForm? TakeSeparated(ref ReadOnlySpan<char> rest, int year)
    {
        var separator = rest[0];
        rest = rest[1..];
        if (TakeNumber(ref rest, out var length) is not { } month || length > 2 || month is < 1 or > 12)
        {
            return null;
        }

        if (rest.IsEmpty || rest[0] != separator)
        {
            return new(HasYear: true, HasDay: false, InWords: false);
        }

        rest = rest[1..];
        return TakeNumber(ref rest, out length) is { } day && length <= 2 && IsDay(year, month, day)
            ? new(HasYear: true, HasDay: true, InWords: false)
            : null;
    }

    /// <summary>A separator is next: <c>m-d</c>.</summary>
    private static DateForm? TakeSeparatedDay(ref ReadOnlySpan<char> rest, int month)
    {
        rest = rest[1..];
        return TakeNumber(ref rest, out var length) is { } day && length <= 2 && IsDay(AnyLeapYear, month, day)
            ? new(HasYear: false, HasDay: true, InWords: false)
            : null;
    }

    private static bool IsDay(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static int? TakeNumber(ref ReadOnlySpan<char> rest, out int length)
    {
        var number = 0;
        length = 0;
        while (length < rest.Length && length < 5 && char.IsAsciiDigit(rest[length]))
        {
            number = (number * 10) + (rest[length] - '0');
            length++;
        }

        rest = rest[length..];
        return length == 0 ? null : number;
    }
}
