using System.Globalization;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Domain.Tests.Broadcasts;

public sealed class CronExpressionTests
{
    private const string Beijing = "Asia/Shanghai";
    private const string Berlin = "Europe/Berlin";

    [Theory]
    [InlineData("0 9 * * *", "2026-11-21T08:59:59+08:00", "2026-11-21T09:00:00+08:00")]
    [InlineData("0 9 * * *", "2026-11-21T09:00:00+08:00", "2026-11-22T09:00:00+08:00")]
    [InlineData("* * * * *", "2026-11-21T09:00:00.001+08:00", "2026-11-21T09:01:00+08:00")]
    [InlineData("*/15 8-10 * * *", "2026-11-21T10:45:00+08:00", "2026-11-22T08:00:00+08:00")]
    [InlineData("5-20/7 * * * *", "2026-11-21T09:12:00+08:00", "2026-11-21T09:19:00+08:00")]
    [InlineData("40/10 * * * *", "2026-11-21T09:41:00+08:00", "2026-11-21T09:50:00+08:00")]
    [InlineData("0,30 9,18 * * *", "2026-11-21T09:30:00+08:00", "2026-11-21T18:00:00+08:00")]
    [InlineData("0 10 1 * *", "2026-12-15T00:00:00+08:00", "2027-01-01T10:00:00+08:00")]
    [InlineData("0 10 31 * *", "2026-04-01T00:00:00+08:00", "2026-05-31T10:00:00+08:00")]
    [InlineData("0 0 29 2 *", "2026-11-21T00:00:00+08:00", "2028-02-29T00:00:00+08:00")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00+08:00", "2104-02-29T00:00:00+08:00")]
    [InlineData("0 10 * * MON", "2026-11-21T00:00:00+08:00", "2026-11-23T10:00:00+08:00")]
    [InlineData("0 10 * * mon-Fri", "2026-11-20T10:00:00+08:00", "2026-11-23T10:00:00+08:00")]
    [InlineData("0 10 * * 7", "2026-11-21T00:00:00+08:00", "2026-11-22T10:00:00+08:00")]
    [InlineData("0 10 * * 0", "2026-11-21T00:00:00+08:00", "2026-11-22T10:00:00+08:00")]
    [InlineData("0 10 * * 5-7", "2026-11-22T11:00:00+08:00", "2026-11-27T10:00:00+08:00")]
    [InlineData("0 10 * JAN,jun *", "2026-02-01T00:00:00+08:00", "2026-06-01T10:00:00+08:00")]
    [InlineData("  0   10  *\t* * ", "2026-02-01T00:00:00+08:00", "2026-02-01T10:00:00+08:00")]
    public void The_next_time_is_the_first_that_fits(string text, string after, string expected)
        => Next(text, after, Beijing).ShouldBe(expected);

    [Theory]
    [InlineData("0 10 13 * FRI", "2026-11-13T10:00:00+08:00", "2026-11-20T10:00:00+08:00", "either day counts where both are restricted")]
    [InlineData("0 10 */2 * FRI", "2026-11-21T10:00:00+08:00", "2026-11-27T10:00:00+08:00", "a field that begins with a star restricts, and does not add")]
    [InlineData("0 10 * * */2", "2026-11-22T10:00:00+08:00", "2026-11-24T10:00:00+08:00", "Sunday, Tuesday, Thursday, Saturday")]
    public void Days_of_month_and_week_go_together_as_in_every_cron(string text, string after, string expected, string because)
        => Next(text, after, Beijing).ShouldBe(expected, because);

    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00:00+01:00", "2026-03-29T03:00:00+02:00", "2:30 is left out: the first minute after the gap")]
    [InlineData("30 2 * * *", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00", "and the next day as ever")]
    [InlineData("*/10 2 * * *", "2026-03-29T01:59:00+01:00", "2026-03-29T03:00:00+02:00", "six times that are left out are one")]
    [InlineData("*/10 2 * * *", "2026-03-29T03:00:00+02:00", "2026-03-30T02:00:00+02:00", "not six times")]
    [InlineData("0 3 * * *", "2026-03-29T01:59:00+01:00", "2026-03-29T03:00:00+02:00", "the minute after the gap has a time of its own, too")]
    [InlineData("30 2 * * *", "2026-10-25T00:00:00+02:00", "2026-10-25T02:30:00+02:00", "the first of two")]
    [InlineData("30 2 * * *", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00", "the second of two is none")]
    [InlineData("30 2 * * *", "2026-10-25T02:10:00+01:00", "2026-10-26T02:30:00+01:00", "even when it is still to come")]
    [InlineData("*/20 * * * *", "2026-10-25T02:40:00+02:00", "2026-10-25T03:00:00+01:00", "the repeated hour is passed over")]
    public void The_clocks_leave_out_an_hour_or_show_it_twice(string text, string after, string expected, string because)
        => Next(text, after, Berlin).ShouldBe(expected, because);

    [Fact]
    public void A_gap_of_half_an_hour_and_one_at_midnight_are_gaps_too()
    {
        Next("15 2 * * *", "2026-10-03T12:00:00+10:30", "Australia/Lord_Howe").ShouldBe("2026-10-04T02:30:00+11:00");
        Next("0 0 * * *", "2026-04-23T12:00:00+02:00", "Africa/Cairo").ShouldBe("2026-04-24T01:00:00+03:00");
    }

    [Fact]
    public void What_never_comes_has_no_next_time()
    {
        Parse("0 0 30 2 *").Next(At("2026-11-21T00:00:00Z"), TimeZoneInfo.Utc).ShouldBeNull();
        Parse("0 0 31 4,6,9,11 *").Next(At("2026-11-21T00:00:00Z"), TimeZoneInfo.Utc).ShouldBeNull();
        Parse("0 0 * * *").Next(At("9998-12-31T23:00:00Z"), TimeZoneInfo.Utc).ShouldBeNull();
    }

    [Theory]
    [InlineData("", null, "")]
    [InlineData("* * * *", null, "* * * *")]
    [InlineData("* * * * * *", null, "* * * * * *")]
    [InlineData("60 * * * *", CronFieldName.Minute, "60")]
    [InlineData("-1 * * * *", CronFieldName.Minute, "-1")]
    [InlineData("1, * * * *", CronFieldName.Minute, "1,")]
    [InlineData("*/0 * * * *", CronFieldName.Minute, "*/0")]
    [InlineData("*/60 * * * *", CronFieldName.Minute, "*/60")]
    [InlineData("*/ * * * *", CronFieldName.Minute, "*/")]
    [InlineData("1//2 * * * *", CronFieldName.Minute, "1//2")]
    [InlineData("١ * * * *", CronFieldName.Minute, "١")]
    [InlineData("0 24 * * *", CronFieldName.Hour, "24")]
    [InlineData("0 18-9 * * *", CronFieldName.Hour, "18-9")]
    [InlineData("0 1-2-3 * * *", CronFieldName.Hour, "1-2-3")]
    [InlineData("0 0 0 * *", CronFieldName.DayOfMonth, "0")]
    [InlineData("0 0 32 * *", CronFieldName.DayOfMonth, "32")]
    [InlineData("0 0 L * *", CronFieldName.DayOfMonth, "L")]
    [InlineData("0 0 1 13 *", CronFieldName.Month, "13")]
    [InlineData("0 0 1 MON *", CronFieldName.Month, "MON")]
    [InlineData("0 0 1 1,0 *", CronFieldName.Month, "0")]
    [InlineData("0 0 * * 8", CronFieldName.DayOfWeek, "8")]
    [InlineData("0 0 * * JAN", CronFieldName.DayOfWeek, "JAN")]
    [InlineData("0 0 * * MON#2", CronFieldName.DayOfWeek, "MON#2")]
    public void What_cannot_be_read_is_named(string text, CronFieldName? field, string part)
    {
        CronExpression.TryParse(text, out var fault).ShouldBeNull();
        fault.ShouldBe(new CronFault(field, part));
    }

    [Theory]
    [InlineData("0 9 * * *", "2026-11-21T12:00:00+08:00", "2026-11-19T12:00:00+08:00", "2026-11-21T09:00:00+08:00")]
    [InlineData("0 9 * * *", "2026-11-21T09:00:00+08:00", "2026-11-20T09:00:00+08:00", "2026-11-21T09:00:00+08:00")]
    [InlineData("0 9 * * *", "2026-11-21T08:00:00+08:00", "2026-11-20T09:00:00+08:00", null)]
    [InlineData("* * * * *", "2026-11-21T08:00:30+08:00", "2000-01-01T00:00:00+08:00", "2026-11-21T08:00:00+08:00")]
    [InlineData("0 0 1 1 *", "2026-11-21T08:00:00+08:00", "2000-01-01T00:00:00+08:00", "2026-01-01T00:00:00+08:00")]
    public void The_latest_missed_time_is_found_without_walking_through_all(string text, string moment, string after, string? expected)
        => Parse(text).LastUpTo(At(moment), At(after), TimeZoneInfo.FindSystemTimeZoneById(Beijing)).ShouldBe(expected is null ? null : At(expected));

    [Fact]
    public void Random_expressions_agree_with_a_clock_that_is_looked_at_every_minute()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        foreach (var zone in (string[])[Beijing, Berlin, "America/Santiago", "Australia/Lord_Howe"])
        {
            var timeZone = TimeZoneInfo.FindSystemTimeZoneById(zone);
            for (var round = 0; round < 25; round++)
            {
                var text = $"{Field(random, 0, 59)} {Field(random, 0, 23)} {Field(random, 1, 31)} * {Field(random, 0, 6)}";
                var from = At("2026-01-01T00:00:00Z").AddMinutes(random.Next(365 * 24 * 60));
                var expected = Watch(text, from, from.AddDays(12), timeZone);
                Parse(text).Next(from, timeZone, expected.Count).ShouldBe(expected, $"{text} in {zone} from {from:O}, seed {seed}");
                Parse(text).Next(from, timeZone, expected.Count + 1).Skip(expected.Count).ShouldAllBe(next => next > from.AddDays(12), $"{text} in {zone} from {from:O}, seed {seed}");
            }
        }
    }

    /// <summary>Looks at the clock every minute; a time it skips is noted at the first minute behind, one that it shows again is not.</summary>
    private static List<DateTimeOffset> Watch(string text, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo timeZone)
    {
        var fields = text.Split(' ');
        var times = new List<DateTimeOffset>();
        var latest = TimeZoneInfo.ConvertTime(from.AddDays(-2), timeZone).DateTime;
        for (var moment = from.AddDays(-2); moment <= to; moment = moment.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTime(moment, timeZone).DateTime;
            var isDue = false;
            while (latest < local)
            {
                latest = latest.AddMinutes(1);
                isDue |= Fits(fields, latest);
            }

            if (isDue && moment > from)
            {
                times.Add(moment);
            }
        }

        return times;
    }

    private static bool Fits(string[] fields, DateTime t)
    {
        var (date, weekday) = (In(fields[2], t.Day), In(fields[4], (int)t.DayOfWeek));
        var day = fields[2][0] == '*' || fields[4][0] == '*' ? date && weekday : date || weekday;
        return In(fields[0], t.Minute) && In(fields[1], t.Hour) && day;

        static bool In(string field, int value) => field == "*"
            || (field.StartsWith("*/", StringComparison.Ordinal) ? value % int.Parse(field[2..], CultureInfo.InvariantCulture) == 0
                : field.Split(',').Contains(value.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal));
    }

    private static string Field(Random random, int min, int max) => random.Next(4) switch
    {
        0 => "*",
        1 when min == 0 => "*/" + random.Next(1, max).ToString(CultureInfo.InvariantCulture),
        _ => string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(min, max + 1))),
    };

    private static CronExpression Parse(string text) => CronExpression.TryParse(text, out var fault).ShouldNotBeNull(fault?.ToString());

    private static string? Next(string text, string after, string zone)
    {
        var timeZone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return Parse(text).Next(At(after), timeZone) is { } next ? TimeZoneInfo.ConvertTime(next, timeZone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture) : null;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
