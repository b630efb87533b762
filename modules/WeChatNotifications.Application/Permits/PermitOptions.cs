using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Permits;

/// <summary>How long form ids are good, and for how much. Section <c>Permits</c>.</summary>
public sealed class PermitOptions
{
    /// <summary>How long WeChat takes a form id or prepay id after the tap or payment, 1 hour to 30 days. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan FormIdLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long before its end a form id is not used any more, 0 to 3 days. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3.00:00:00")]
    public TimeSpan SafetyMargin { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Messages that one prepay id allows, 1 to 10. Default 3.</summary>
    [Range(1, FormIdLimits.MaxUses)]
    public int PrepayIdUses { get; set; } = 3;

    /// <summary>Most usable form ids kept of one user and app, 1 to 10,000. Default 100; of more, those that expire first are not used.</summary>
    [Range(1, 10_000)]
    public int MaxFormIdsPerUser { get; set; } = 100;

    /// <summary>How often expired form ids are removed, 5 s to 1 day. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan PurgeInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Expired form ids removed in one statement at most, 1 to 100,000. Default 5,000.</summary>
    [Range(1, 100_000)]
    public int PurgeBatch { get; set; } = 5_000;

    /// <summary>Whether a form id that was collected at a moment can no longer be used: it has expired, or is too close to it.</summary>
    internal bool IsTooOld(DateTimeOffset collectedAt, DateTimeOffset now) => collectedAt <= now - FormIdLifetime + SafetyMargin;
}
