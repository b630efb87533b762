using System.ComponentModel.DataAnnotations;
using WeChatNotifications.Permits;

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
}
