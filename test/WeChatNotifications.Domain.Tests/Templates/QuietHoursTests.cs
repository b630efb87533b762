using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

/// <summary>When quiet hours end, by a clock that may pass midnight, skip an hour, or show one twice.</summary>
public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("22:00", "08:00", "2026-11-21T21:59:59+08:00", null)]
    [InlineData("22:00", "08:00", "2026-11-21T22:00:00+08:00", "2026-11-22T08:00:00+08:00")]
    [InlineData("22:00", "08:00", "2026-11-22T00:00:00+08:00", "2026-11-22T08:00:00+08:00")]
    [InlineData("22:00", "08:00", "2026-11-22T07:59:59+08:00", "2026-11-22T08:00:00+08:00")]
    [InlineData("22:00", "08:00", "2026-11-22T08:00:00+08:00", null)]
    [InlineData("12:00", "14:30", "2026-11-21T13:00:00+08:00", "2026-11-21T14:30:00+08:00")]
    [InlineData("12:00", "14:30", "2026-11-21T06:00:00+00:00", "2026-11-21T14:30:00+08:00")]
    public void They_end_at_the_next_end_by_Chinas_clock(string from, string to, string moment, string? end)
        => EndOf("Asia/Shanghai", from, to, moment).ShouldBe(end is null ? null : DateTimeOffset.Parse(end, null));

    [Theory]
    [InlineData("22:00", "02:30", "2026-03-29T00:30:00+01:00", "2026-03-29T03:00:00+02:00")] // 02:30 is skipped.
    [InlineData("22:00", "02:30", "2026-10-25T01:00:00+02:00", "2026-10-25T02:30:00+02:00")] // 02:30 comes twice.
    [InlineData("22:00", "02:30", "2026-10-25T02:10:00+01:00", "2026-10-25T02:30:00+01:00")]
    public void A_clock_that_is_put_on_or_back_does_not_confuse_them(string from, string to, string moment, string end)
        => EndOf("Europe/Berlin", from, to, moment).ShouldBe(DateTimeOffset.Parse(end, null));

    private static DateTimeOffset? EndOf(string zone, string from, string to, string moment)
        => new QuietHours(from, to).EndOf(DateTimeOffset.Parse(moment, null), TimeZoneInfo.FindSystemTimeZoneById(zone));
}
