using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Sending;

/// <summary>Sends notifications over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Notifications")]
[Route(WeChatNotificationsRemoteService.Root + "/notifications")]
public class WeChatNotificationController(IWeChatNotificationAppService notifications) : AbpControllerBase, IWeChatNotificationAppService
{
    /// <inheritdoc />
    [HttpPost]
    public virtual Task<IReadOnlyList<NotificationReceipt>> SendAsync([FromBody] WeChatNotificationInput input, CancellationToken cancellationToken = default)
        => notifications.SendAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpPost("preview")]
    public virtual Task<NotificationPreview> PreviewAsync([FromBody] WeChatNotificationInput input, CancellationToken cancellationToken = default)
        => notifications.PreviewAsync(input, cancellationToken);
}
