using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Deliveries;

/// <summary>How long the module remembers.</summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// How long a message stays in the log after it was sent or got another outcome, 1 to 3,650 days. Default 90 days. With it go its timeline
    /// and its dedup key. A message that waits stays.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")] public TimeSpan Deliveries { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long the statistics stay, which go on counting what the log has forgotten, 1 to 3,650 days. Default 400 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")] public TimeSpan Statistics { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How long the list of a broadcast stays after its end, 1 hour to 3,650 days. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")] public TimeSpan BroadcastLists { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often old things are removed, 1 min to 1 day. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")] public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Rows removed in one transaction at most, 100 to 5,000. Default 5,000.</summary>
    [Range(100, 5000)] public int Batch { get; set; } = 5_000;
}
