using Volo.Abp.EventBus;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Events;

/// <summary>A <see cref="SendWeChatNotificationEto"/> breaks a rule: nothing was queued, and repeating it does not help.</summary>
[EventName("WeChatNotifications.Rejected")]
public class WeChatNotificationRejectedEto : IMultiTenant
{
    /// <summary><see cref="SendWeChatNotificationEto.Id"/>.</summary>
    public Guid Id { get; set; }

    /// <summary>The tenant.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>Logical name of the template.</summary>
    public string Template { get; set; } = "";

    /// <summary>Everything that is wrong.</summary>
    public IList<FieldViolationDto> Errors { get; set; } = [];
}
