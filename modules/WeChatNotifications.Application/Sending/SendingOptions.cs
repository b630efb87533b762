using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Sending;

/// <summary>Defaults for notifications.</summary>
public sealed class SendingOptions
{
    /// <summary>How long a notification without an expiry of its own may wait, 1 minute to 30 days; null for ever. Default 3 days: later, nobody wants it.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")] public TimeSpan? DefaultTimeToLive { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// Whether a domain event whose notification breaks a rule makes the business transaction fail. Default false: an order is not lost
    /// because a template is wrong; the fault is logged as an error and counted.
    /// </summary>
    public bool EventsThrow { get; set; }
}
