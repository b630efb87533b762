using System.Globalization;
using WeChatNotifications.Support;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class FieldFormatterTests
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 21, 7, 30, 0, TimeSpan.Zero);

    public static TheoryData<string, object, string, string?> Values => new()
    {
        { "thing1", "茶", "茶", "茶" },
        { "time1", Moment, "2026年11月21日 15:30", "2026-11-21 15:30" },
        { "date1", Moment, "2026年11月21日", "2026-11-21" },
        { "thing1", Moment, "2026年11月21日 15:30", "2026-11-21 15:30" },
        { "time1", Moment.UtcDateTime, "2026年11月21日 15:30", "2026-11-21 15:30" },
        { "time1", new DateTime(2026, 11, 21, 15, 30, 0, DateTimeKind.Unspecified), "2026年11月21日 15:30", "2026-11-21 15:30" },
        { "date1", new DateOnly(2026, 1, 2), "2026年1月2日", "2026-01-02" },
        { "time1", new TimeOnly(8, 5), "08:05", "08:05" },
        { "amount1", 12.5m, "¥12.50", "¥12.50" },
        { "amount1", 1234567.891, "¥1234567.89", "¥1234567.89" },
        { "number1", 1234567.891, "1234567.891", "1234567.891" },
        { "number1", 0.0000000000000000000000000001m, "0.0000000000000000000000000001", "0.0000000000000000000000000001" },
        { "number1", decimal.MaxValue, "79228162514264337593543950335", "79228162514264337593543950335" },
        { "number1", ulong.MaxValue, "18446744073709551615", "18446744073709551615" },
        { "number1", (sbyte)-7, "-7", "-7" },
        { "number1", -0.0, "0", "0" },
        { "number1", 0.1f, "0.1", "0.1" },
        { "phrase1", true, "是", "Yes" },
        { "phrase1", false, "否", "No" },
        { "letter1", 'x', "x", "x" },
        { "character_string1", Guid.Empty, "00000000000000000000000000000000", "00000000000000000000000000000000" },
        { "thing1", new Uri("a/b", UriKind.Relative), "a/b", "a/b" },
        { "thing1", Weather.Sunny, "Sunny", "Sunny" },
        { "thing1", Weather.Rainy, "下雨", "下雨" },
        { "thing1", Weather.Snowy, "下雪", "下雪" },
        { "thing1", Weather.Windy, "刮风", "Windy" },
        { "thing1", (Weather)77, "77", "77" },
        { "thing1", Parts.Gift | Parts.Express, "礼品、加急", "礼品, 加急" },
        { "thing1", (Parts)64, "64", "64" },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void A_value_is_shown_in_the_apps_culture_and_time_zone(string key, object value, string chinese, string? english)
    {
        FieldFormatter.Format(Given.Field(key), value, Given.Chinese, Given.Shanghai).ShouldBe(chinese);
        FieldFormatter.Format(Given.Field(key), value, Given.English, Given.Shanghai).ShouldBe(english);
    }

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("th-TH")]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("he-IL")]
    public void Calendars_digits_and_separators_of_a_culture_never_leak(string name)
    {
        var culture = CultureInfo.GetCultureInfo(name);
        var ambient = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Show("time1", Moment).ShouldBe("2026-11-21 15:30");
            Show("date1", Moment).ShouldBe("2026-11-21");
            Show("date1", new DateOnly(2026, 11, 21)).ShouldBe("2026-11-21");
            Show("time1", new TimeOnly(15, 30)).ShouldBe("15:30");
            Show("amount1", -1234.5m).ShouldBe("-¥1234.50");
            Show("number1", -1234.5).ShouldBe("-1234.5");
            Show("date1", "2026-11-21T07:30:00Z").ShouldBe("2026-11-21");
            FieldFormatter.FormatForPage(-1234.5).ShouldBe("-1234.5");
            FieldFormatter.FormatForPage(Moment).ShouldBe("2026-11-21T07:30:00+00:00");
        }
        finally
        {
            CultureInfo.CurrentCulture = ambient;
        }

        string? Show(string key, object value) => FieldFormatter.Format(Given.Field(key), value, culture, Given.Shanghai);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29 01:59")] // the hour from 02:00 does not exist
    [InlineData("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 03:00")]
    [InlineData("Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25 02:30")] // 02:30 comes twice
    [InlineData("Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25 02:30")]
    [InlineData("America/New_York", "2026-11-21T04:59:00Z", "2026-11-20 23:59")]
    [InlineData("Asia/Kathmandu", "2026-11-21T00:00:00Z", "2026-11-21 05:45")]
    [InlineData("Pacific/Kiritimati", "2026-11-21T10:00:00Z", "2026-11-22 00:00")]
    [InlineData("Asia/Shanghai", "1988-07-01T00:00:00Z", "1988-07-01 09:00")] // China had summer time from 1986 to 1991
    [InlineData("UTC", "2026-11-21T23:30:00-05:00", "2026-11-22 04:30")]
    public void A_moment_is_shown_in_the_apps_time_zone(string zone, string moment, string expected)
    {
        var timeZone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var value = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);

        FieldFormatter.Format(Given.Field("time1"), value, Given.English, timeZone).ShouldBe(expected);
        FieldFormatter.Format(Given.Field("time1"), value.UtcDateTime, Given.English, timeZone).ShouldBe(expected);
        FieldFormatter.Format(Given.Field("time1"), moment, Given.English, timeZone).ShouldBe(expected);
    }

    [Theory]
    [InlineData("2026-11-21T15:30:00+08:00", "2026-11-21 15:30")]
    [InlineData("2026-11-21T15:30:00+0800", "2026-11-21 15:30")]
    [InlineData("2026-11-21T07:30Z", "2026-11-21 15:30")]
    [InlineData("2026-11-21T07:30:00z", "2026-11-21 15:30")]
    [InlineData(" 2026-11-21T07:30:00Z ", "2026-11-21 15:30")]
    [InlineData("2026-11-21T07:30:00.123Z", "2026-11-21 15:30")]
    [InlineData("2026-11-21T07:30:00.123456789Z", "2026-11-21 15:30")]
    [InlineData("2026-11-21T15:30", "2026-11-21 15:30")]
    [InlineData("2026-11-21T15:30:59.9999999", "2026-11-21 15:30")]
    [InlineData("2026-11-21T15:30:00 GMT", "2026-11-21T15:30:00 GMT")]
    [InlineData("2026-02-30T15:30:00Z", "2026-02-30T15:30:00Z")]
    [InlineData("2026-11-21T25:30:00Z", "2026-11-21T25:30:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00")]
    [InlineData("2026-11-21 15:30", "2026-11-21 15:30")]
    [InlineData("15:30～16:30", "15:30~16:30")]
    [InlineData("15:30〜16:30", "15:30~16:30")]
    public void A_text_for_a_time_is_read_as_ISO_8601_or_taken_as_it_is(string text, string expected)
        => FieldFormatter.Format(Given.Field("time1"), text, Given.English, Given.Shanghai).ShouldBe(expected);

    [Fact]
    public void An_ISO_text_for_a_field_that_is_no_time_stays_as_it_is()
        => FieldFormatter.Format(Given.Field("thing1"), "2026-11-21T15:30～", Given.English, Given.Shanghai).ShouldBe("2026-11-21T15:30～");

    [Theory]
    [InlineData("thing1", "M月d日HH:mm", "11月21日15:30")]
    [InlineData("time1", "HH:mm", "15:30")]
    [InlineData("date1", "yyyy/MM/dd", "2026/11/21")]
    [InlineData("thing1", "HH:mm zzz", "15:30 +08:00")]
    public void A_format_of_the_field_wins(string key, string format, string expected)
    {
        FieldFormatter.Format(Given.Field(key, format: format), Moment, Given.Chinese, Given.Shanghai).ShouldBe(expected);
        FieldFormatter.Format(Given.Field(key, format: format), new DateTime(2026, 11, 21, 15, 30, 0), Given.Chinese, Given.Shanghai).ShouldBe(expected);
    }

    [Theory]
    [InlineData("thing1", "yyyy-MM-dd", 5)]
    [InlineData("thing1", "HH:mm", 5)]
    [InlineData("thing1", "d", 5.5)]
    public void A_format_for_dates_shows_no_number(string key, string format, object number)
        => FieldFormatter.Format(Given.Field(key, format: format), number, Given.Chinese, Given.Shanghai).ShouldBeNull();

    [Fact]
    public void A_format_for_numbers_shows_no_date()
        => FieldFormatter.Format(Given.Field("thing1", format: "0.00元"), Moment, Given.Chinese, Given.Shanghai).ShouldBeNull();

    [Fact]
    public void A_format_for_times_shows_no_date_without_a_time()
        => FieldFormatter.Format(Given.Field("time1", format: "HH:mm"), new DateOnly(2026, 11, 21), Given.Chinese, Given.Shanghai).ShouldBeNull();

    [Theory]
    [InlineData("amount1", "0.00元", 0, "0.00元")]
    [InlineData("amount1", "0", 0, "0")]
    [InlineData("amount1", "$0", 12.5, "$13")]
    [InlineData("number1", "000", 7, "007")]
    [InlineData("thing1", "0.0折", 8.5, "8.5折")]
    public void A_format_for_numbers_is_used_for_numbers(string key, string format, object number, string expected)
        => FieldFormatter.Format(Given.Field(key, format: format), number, Given.Chinese, Given.Shanghai).ShouldBe(expected);

    [Theory]
    [InlineData(TemplateFieldType.Amount, "0.00元", true)]
    [InlineData(TemplateFieldType.Amount, "¥0.00", true)]
    [InlineData(TemplateFieldType.Amount, "#,##0.00", false)]
    [InlineData(TemplateFieldType.Amount, "C", false)]
    [InlineData(TemplateFieldType.Amount, "yyyy", false)]
    [InlineData(TemplateFieldType.Number, "0.##", true)]
    [InlineData(TemplateFieldType.Number, "N0", false)]
    [InlineData(TemplateFieldType.Number, "D", false)]
    [InlineData(TemplateFieldType.Time, "HH:mm", true)]
    [InlineData(TemplateFieldType.Time, "h:mm tt", false)]
    [InlineData(TemplateFieldType.Time, "yyyy-MM-dd", false)]
    [InlineData(TemplateFieldType.Time, "T", true)]
    [InlineData(TemplateFieldType.Date, "yyyy年M月d日", true)]
    [InlineData(TemplateFieldType.Date, "D", false)]
    [InlineData(TemplateFieldType.Date, "HH:mm", false)]
    [InlineData(TemplateFieldType.Thing, "M月d日", true)]
    [InlineData(TemplateFieldType.Thing, "0.0折", true)]
    [InlineData(TemplateFieldType.Thing, "订购", false)]
    [InlineData(TemplateFieldType.Thing, "%", false)]
    public void A_format_is_checked_when_the_template_is_saved(TemplateFieldType type, string format, bool usable)
        => FieldFormatter.IsUsableFormat(type, format).ShouldBe(usable);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)]
    [InlineData(float.MaxValue)]
    [InlineData(new[] { 1, 2 })]
    public void What_has_no_exact_text_has_none(object value)
        => FieldFormatter.Format(Given.Field("number1"), value, Given.Chinese, Given.Shanghai).ShouldBeNull();
}
