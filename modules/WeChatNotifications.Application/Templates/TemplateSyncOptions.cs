using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Templates;

/// <summary>How often WeChat is asked which templates an app holds.</summary>
public sealed class TemplateSyncOptions
{
    /// <summary>
    /// Shortest time between two looks at one app's templates unless one is forced, 0 to 1 day. Default 10 minutes: WeChat answers with
    /// 45009 for the rest of the day when asked too often.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")] public TimeSpan MinInterval { get; set; } = TimeSpan.FromMinutes(10);
}
