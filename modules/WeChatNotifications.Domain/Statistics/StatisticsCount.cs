using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Statistics;

/// <summary>How many deliveries stand in one state, of one group. What the grouping does not name is null.</summary>
public sealed record StatisticsCount
{
    /// <summary>Begin of the hour (UTC), by <see cref="StatisticsGrouping.Hour"/>.</summary>
    public DateTimeOffset? Hour { get; init; }

    /// <summary>By <see cref="StatisticsGrouping.App"/>.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>By <see cref="StatisticsGrouping.Template"/>.</summary>
    public string? TemplateName { get; init; }

    /// <summary>By <see cref="StatisticsGrouping.Broadcast"/>; null also for messages of their own.</summary>
    public Guid? BroadcastId { get; init; }

    /// <summary>The state.</summary>
    public DeliveryStatus Status { get; init; }

    /// <summary>Why, by <see cref="StatisticsGrouping.Outcome"/> and <see cref="StatisticsGrouping.Error"/>.</summary>
    public DeliveryReason? Reason { get; init; }

    /// <summary>WeChat's error code, by <see cref="StatisticsGrouping.Error"/>; null also where there was none.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>How many.</summary>
    public long Count { get; init; }
}
