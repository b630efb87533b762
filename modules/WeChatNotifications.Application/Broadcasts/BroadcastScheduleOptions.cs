using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Broadcasts;

/// <summary>How recurring broadcasts are made. Section <c>BroadcastSchedules</c>.</summary>
public sealed class BroadcastScheduleOptions
{
    /// <summary>How often those that are due are looked for, 1 s to 10 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
