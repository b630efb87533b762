using Volo.Abp.EventBus;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Abp.Events;

/// <summary>A broadcast is over: every message has its outcome, or somebody cancelled it, or it cannot go on.</summary>
[EventName("WeChatNotifications.BroadcastFinished")]
public class WeChatBroadcastFinishedEto : IMultiTenant
{
    /// <summary>The broadcast.</summary>
    public Guid Id { get; set; }

    /// <summary>The tenant; null for the host itself.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>What people call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The template's app.</summary>
    public Guid AppCredentialId { get; set; }

    /// <summary>Logical name of the template.</summary>
    public string Template { get; set; } = "";

    /// <summary>How it ended.</summary>
    public BroadcastStatus Status { get; set; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; set; }

    /// <summary>Recipients who were put into the queue.</summary>
    public long Recipients { get; set; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset FinishedAt { get; set; }
}
