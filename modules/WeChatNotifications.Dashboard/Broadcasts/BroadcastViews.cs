using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>How broadcasts look on the pages, and what is saved of one of which only a part is changed.</summary>
public static class BroadcastViews
{
    /// <summary>The colour of a state, as the deliveries' states have theirs.</summary>
    public static string ColourOf(BroadcastStatus status) => status switch
    {
        BroadcastStatus.Completed => "good",
        BroadcastStatus.Scheduled or BroadcastStatus.Running => "going",
        BroadcastStatus.Paused => "attention",
        BroadcastStatus.Failed => "bad",
        _ => "neutral",
    };

    /// <summary>Whether its figures still change by themselves.</summary>
    public static bool IsGoing(this BroadcastDto broadcast) => broadcast.Status is BroadcastStatus.Scheduled or BroadcastStatus.Running or BroadcastStatus.Paused;

    /// <summary>Whether nothing of it is sent any more.</summary>
    public static bool IsOver(this BroadcastDto broadcast) => broadcast.Status is BroadcastStatus.Completed or BroadcastStatus.Cancelled;

    /// <summary>Messages that have an outcome.</summary>
    public static long Done(this BroadcastDto broadcast) => broadcast.ByReason.Sum(r => r.Count);

    /// <summary>Messages that WeChat has accepted, whatever it has said of them since.</summary>
    public static long Accepted(this BroadcastDto broadcast) => broadcast.Sent + broadcast.Confirmed + broadcast.Refused;

    /// <summary>The outcomes that are no success.</summary>
    public static IEnumerable<BroadcastOutcomeDto> Failures(this BroadcastDto broadcast)
        => broadcast.ByReason.Where(r => r.Status is not (DeliveryStatus.Sent or DeliveryStatus.Confirmed));

    /// <summary>Part of a hundred, for a bar; null while it is not known.</summary>
    public static double? Percentage(this BroadcastDto broadcast) => broadcast.Progress is { } share ? Math.Round(100 * share, 1) : null;

    /// <summary>A draft as it stands, for changing a part of it.</summary>
    public static SaveBroadcastDto ToInput(this BroadcastDto broadcast) => new()
    {
        Name = broadcast.Name,
        Template = broadcast.Template,
        Audience = broadcast.Audience,
        Data = MessageValues.ToData(broadcast.Data),
        StartAt = broadcast.StartAt,
        ExpiresAt = broadcast.ExpiresAt,
        RatePerSecond = broadcast.RatePerSecond,
        IsUnfinished = true,
    };

    /// <summary>A recurring broadcast as it stands, for changing a part of it.</summary>
    public static SaveBroadcastScheduleDto ToInput(this BroadcastScheduleDto schedule) => new()
    {
        Name = schedule.Name,
        Template = schedule.Template,
        Audience = schedule.Audience,
        Data = MessageValues.ToData(schedule.Data),
        RatePerSecond = schedule.RatePerSecond,
        Cron = schedule.Cron,
        TimeZone = schedule.TimeZone,
        ExpiresAfterMinutes = schedule.ExpiresAfterMinutes,
        MaxLatenessMinutes = schedule.MaxLatenessMinutes,
        IsEnabled = schedule.IsEnabled,
        ConcurrencyStamp = schedule.ConcurrencyStamp,
    };
}
