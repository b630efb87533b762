using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>A recurring broadcast as a form.</summary>
public sealed class ScheduleForm
{
    public string? Name { get; set; }

    public string? Template { get; set; }

    public AudienceForm Audience { get; set; } = new();

    public List<MessageValue> Values { get; set; } = [];

    public string? Cron { get; set; }

    public string? TimeZone { get; set; }

    public int? RatePerSecond { get; set; }

    public int? ExpiresAfterMinutes { get; set; }

    public int? MaxLatenessMinutes { get; set; } = 60;

    public bool IsEnabled { get; set; } = true;

    /// <summary>What the user saw before the change.</summary>
    public Guid? Stamp { get; set; }

    /// <summary>What is stored, but for the values: which there are is the template's to say.</summary>
    public static ScheduleForm Of(BroadcastScheduleDto schedule) => new()
    {
        Name = schedule.Name,
        Template = schedule.Template,
        Audience = AudienceForm.Of(schedule.Audience),
        Cron = schedule.Cron,
        TimeZone = schedule.TimeZone,
        RatePerSecond = schedule.RatePerSecond,
        ExpiresAfterMinutes = schedule.ExpiresAfterMinutes,
        MaxLatenessMinutes = schedule.MaxLatenessMinutes,
        IsEnabled = schedule.IsEnabled,
        Stamp = schedule.ConcurrencyStamp,
    };
}

/// <summary>When a cron expression comes true.</summary>
/// <param name="Times">Its next times, by its own clock.</param>
/// <param name="Faults">What is wrong with it; then there are no times.</param>
public sealed record ScheduleTimes(IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<string> Faults)
{
    /// <summary>The same in words; null where that takes more than a short sentence.</summary>
    public string? Words { get; init; }
}
