namespace WeChatNotifications.Broadcasts;

/// <summary>
/// When something recurs, as <c>minute hour day month weekday</c> of a time zone. A field is <c>*</c>, a value, a range <c>a-b</c>, a step
/// <c>*/n</c>, <c>a-b/n</c> or <c>a/n</c>, or a list of these. Where both day fields are restricted, a day that fits either counts, as in every
/// cron. A time that the clocks leave out is taken at the first minute after the gap, and one that they show twice only the first time.
/// </summary>
public sealed class CronExpression
{
    private const int FieldCount = 5;

    /// <summary>The rarest day there is, a 29 February, stays away eight years at most.</summary>
    private const int YearsAhead = 9;

    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _days;
    private readonly CronField _months;
    private readonly CronField _weekdays;
    private readonly string _text;

    private CronExpression(string text, CronField[] fields)
        => (_text, _minutes, _hours, _days, _months, _weekdays) = (text, fields[0], fields[1], fields[2], fields[3], fields[4]);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">Five fields with blanks between.</param>
    /// <param name="fault">What cannot be read, when the answer is null.</param>
    public static CronExpression? TryParse(string text, out CronFault? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != FieldCount)
        {
            fault = new CronFault(Field: null, text.Trim());
            return null;
        }

        var fields = new CronField[FieldCount];
        for (var i = 0; i < FieldCount; i++)
        {
            if (CronField.Parse((CronFieldName)i, parts[i], out var wrong) is not { } field)
            {
                fault = new CronFault((CronFieldName)i, wrong);
                return null;
            }

            fields[i] = field;
        }

        fault = null;
        return new CronExpression(string.Join(' ', parts), fields);
    }

    /// <summary>The first time after a moment; null when there is none, as on 30 February.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo timeZone)
    {
        ArgumentNullException.ThrowIfNull(timeZone);

        // The clocks never lead a later local time to an earlier moment, so the first that leads behind the moment is the one.
        var local = TimeZoneInfo.ConvertTime(after, timeZone).DateTime;
        var from = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified);
        for (var candidate = FirstFrom(from); candidate is { } time; candidate = FirstFrom(time.AddMinutes(1)))
        {
            if (MomentOf(time, timeZone) is var moment && moment > after)
            {
                return moment;
            }
        }

        return null;
    }

    /// <summary>The next times after a moment, at most so many.</summary>
    public IReadOnlyList<DateTimeOffset> Next(DateTimeOffset after, TimeZoneInfo timeZone, int count)
    {
        var times = new List<DateTimeOffset>(count);
        while (times.Count < count && Next(after, timeZone) is { } next)
        {
            times.Add(next);
            after = next;
        }

        return times;
    }

    /// <summary>
    /// The last time at or before a moment that is after another; null when there is none between them. For a node that was away for long:
    /// it does not go through every minute of that.
    /// </summary>
    public DateTimeOffset? LastUpTo(DateTimeOffset moment, DateTimeOffset after, TimeZoneInfo timeZone)
    {
        // Backwards in doubling steps, then forwards through the last stretch that holds one.
        for (var stretch = TimeSpan.FromHours(1); ; stretch *= 2)
        {
            var from = moment - after < stretch ? after : moment - stretch;
            DateTimeOffset? last = null;
            for (var next = Next(from, timeZone); next <= moment; next = Next(next.Value, timeZone))
            {
                last = next;
            }

            if (last is not null || from == after)
            {
                return last;
            }
        }
    }

    /// <summary>The expression with single blanks.</summary>
    public override string ToString() => _text;

    private static DateTimeOffset MomentOf(DateTime local, TimeZoneInfo timeZone)
    {
        while (timeZone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = timeZone.IsAmbiguousTime(local) ? timeZone.GetAmbiguousTimeOffsets(local).Max() : timeZone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The first fitting time on the clock's face, from a minute on; null when there is none for years.</summary>
    private DateTime? FirstFrom(DateTime from)
    {
        var lastYear = Math.Min(from.Year + YearsAhead, DateTime.MaxValue.Year - 1);
        var day = from.Date;
        while (day.Year <= lastYear)
        {
            if (!_months.Allows(day.Month))
            {
                day = new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
            }
            else if (IsDay(day) && TimeOn(day, day == from.Date ? from.TimeOfDay : TimeSpan.Zero) is { } time)
            {
                return day + time;
            }
            else
            {
                day = day.AddDays(1);
            }
        }

        return null;
    }

    private bool IsDay(DateTime day)
    {
        var (byDate, byWeekday) = (_days.Allows(day.Day), _weekdays.Allows((int)day.DayOfWeek));
        return _days.IsEvery || _weekdays.IsEvery ? byDate && byWeekday : byDate || byWeekday;
    }

    private TimeSpan? TimeOn(DateTime day, TimeSpan from)
    {
        if (_hours.Allows(from.Hours) && _minutes.From(from.Minutes) is { } minute)
        {
            return new TimeSpan(from.Hours, minute, 0);
        }

        return _hours.From(from.Hours + 1) is { } hour ? new TimeSpan(hour, _minutes.From(0)!.Value, 0) : null;
    }
}

/// <summary>What is wrong with a cron expression.</summary>
/// <param name="Field">The field at fault; null when there are not five of them.</param>
/// <param name="Part">The part of it that cannot be read.</param>
public sealed record CronFault(CronFieldName? Field, string Part);
