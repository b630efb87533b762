using Volo.Abp.EventBus;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.Credentials;

namespace WeChatNotifications.Abp.Events;

/// <summary>Something about an app.</summary>
public abstract class WeChatAppEto : IMultiTenant
{
    /// <summary>The app.</summary>
    public Guid Id { get; set; }

    /// <summary>The tenant; null for the host itself.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>WeChat's appid.</summary>
    public string AppId { get; set; } = "";

    /// <summary>What people call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>Nothing leaves by the app for a while: WeChat asked for it, or a person did.</summary>
[EventName("WeChatNotifications.AppPaused")]
public class WeChatAppPausedEto : WeChatAppEto
{
    /// <summary>Why.</summary>
    public PauseReason Reason { get; set; }

    /// <summary>When sending goes on by itself; null for "when somebody resumes it".</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>WeChat's error code, if that is why.</summary>
    public int? ErrorCode { get; set; }

    /// <summary>A text for people.</summary>
    public string? Detail { get; set; }
}

/// <summary>Somebody has ended the pause of the app.</summary>
[EventName("WeChatNotifications.AppResumed")]
public class WeChatAppResumedEto : WeChatAppEto;
