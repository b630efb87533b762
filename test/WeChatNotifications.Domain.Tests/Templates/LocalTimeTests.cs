using WeChatNotifications.Support;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

[CollectionDefinition(nameof(MachineTimeZone), DisableParallelization = true)]
public sealed class MachineTimeZone;

/// <summary>The machine's own time zone must not show. Alone, because the zone belongs to the process.</summary>
[Collection(nameof(MachineTimeZone))]
public sealed class LocalTimeTests : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable("TZ");

    public void Dispose() => Use(_before);

    [Theory]
    [InlineData("Asia/Tokyo")]
    [InlineData("America/Los_Angeles")]
    [InlineData("UTC")]
    public void Where_the_machine_stands_makes_no_difference(string machine)
    {
        Use(machine);
        var moment = new DateTimeOffset(2026, 11, 21, 7, 30, 0, TimeSpan.Zero);

        Show("thing1", moment.LocalDateTime, "HH:mm zzz").ShouldBe("15:30 +08:00");
        Show("thing1", new DateTime(2026, 11, 21, 15, 30, 0), "HH:mm zzz").ShouldBe("15:30 +08:00");
        Show("time1", "2026-11-21T15:30:00").ShouldBe("2026年11月21日 15:30");
        Show("time1", "2026-11-21T07:30:00z").ShouldBe("2026年11月21日 15:30");
        Show("time1", moment.UtcDateTime).ShouldBe("2026年11月21日 15:30");
    }

    [Theory]
    [InlineData("Asia/Tokyo")]
    [InlineData("America/Los_Angeles")]
    public void The_ends_of_time_do_not_throw(string machine)
    {
        Use(machine);
        foreach (var kind in Enum.GetValues<DateTimeKind>())
        {
            foreach (var end in new[] { DateTime.MinValue, DateTime.MaxValue })
            {
                Show("time1", DateTime.SpecifyKind(end, kind)).ShouldNotBeNull();
                Show("thing1", DateTime.SpecifyKind(end, kind), "yyyy zzz").ShouldNotBeNull();
                FieldFormatter.FormatForPage(DateTime.SpecifyKind(end, kind)).ShouldNotBeNull();
            }
        }
    }

    private static string? Show(string key, object value, string? format = null)
        => FieldFormatter.Format(Given.Field(key, format: format), value, Given.Chinese, Given.Shanghai);

    private static void Use(string? machine)
    {
        Environment.SetEnvironmentVariable("TZ", machine);
        TimeZoneInfo.ClearCachedData();
    }
}
