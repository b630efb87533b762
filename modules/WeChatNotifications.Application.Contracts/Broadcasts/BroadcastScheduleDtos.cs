using System.Text.Json;

namespace WeChatNotifications.Broadcasts;

/// <summary>What recurs, and when.</summary>
public sealed record SaveBroadcastScheduleDto
{
    /// <summary>What people call it, 1 to 128 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Logical name of the template.</summary>
    public string? Template { get; init; }

    /// <summary>Who gets it: anything but a list. Null for all holders of a permit.</summary>
    public AudienceDto? Audience { get; init; }

    /// <summary>Values that all recipients share.</summary>
    public IReadOnlyDictionary<string, object?>? Data { get; init; }

    /// <summary>Most messages a second over the whole cluster, 1 to 10,000; null for as fast as the app may.</summary>
    public int? RatePerSecond { get; init; }

    /// <summary>Minute, hour, day of the month, month, day of the week, such as <c>0 9 * * MON-FRI</c>.</summary>
    public string? Cron { get; init; }

    /// <summary>In which time zone, such as <c>Asia/Shanghai</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Who has not got a broadcast so many minutes after its time does not get it, 1 to 43,200 (30 days); null for three days after their turn.</summary>
    public int? ExpiresAfterMinutes { get; init; }

    /// <summary>For how many minutes a missed time is still made up for, 0 to 10,080 (a week). Default 60. Of several missed ones only the latest is.</summary>
    public int MaxLatenessMinutes { get; init; } = 60;

    /// <summary>Whether it makes broadcasts. Default true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>What was seen before the change: with another one stored, the change is refused. Null to overwrite.</summary>
    public Guid? ConcurrencyStamp { get; init; }
}

/// <summary>A recurring broadcast.</summary>
public sealed record BroadcastScheduleDto
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The template's app.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <summary>Logical name of the template.</summary>
    public required string Template { get; init; }

    /// <summary>Who gets it.</summary>
    public required AudienceDto Audience { get; init; }

    /// <summary>Values that all recipients share.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>Most messages a second; null for as fast as the app may.</summary>
    public int? RatePerSecond { get; init; }

    /// <summary>When it recurs.</summary>
    public required string Cron { get; init; }

    /// <summary>In which time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>After how many minutes its broadcasts expire.</summary>
    public int? ExpiresAfterMinutes { get; init; }

    /// <summary>For how many minutes a missed time is still made up for.</summary>
    public required int MaxLatenessMinutes { get; init; }

    /// <summary>Whether it makes broadcasts.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>Its next times, at most five; empty when it is switched off.</summary>
    public required IReadOnlyList<DateTimeOffset> NextTimes { get; init; }

    /// <summary>For when it last made a broadcast.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The last broadcast; it may be gone.</summary>
    public Guid? LastBroadcastId { get; init; }

    /// <summary>Why it made none at its last time; in English. Null when it did.</summary>
    public string? LastError { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Changes with every change.</summary>
    public required Guid ConcurrencyStamp { get; init; }
}

/// <summary>Which recurring broadcasts to list.</summary>
public sealed record BroadcastScheduleQueryDto
{
    /// <summary>Rows a page, 1 to 500. Default 50.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A cron expression to try out.</summary>
public sealed record SchedulePreviewInput
{
    /// <summary>Minute, hour, day of the month, month, day of the week.</summary>
    public string? Cron { get; init; }

    /// <summary>In which time zone.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>When a cron expression comes true.</summary>
/// <param name="Times">The next five times, in its time zone.</param>
public sealed record SchedulePreviewDto(IReadOnlyList<DateTimeOffset> Times);
