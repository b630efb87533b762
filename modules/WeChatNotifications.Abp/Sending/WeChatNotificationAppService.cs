using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Sending;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Notifications;

namespace WeChatNotifications.Abp.Sending;

/// <inheritdoc cref="IWeChatNotificationAppService" />
[Authorize(Needs.Send)]
[ExposeServices(typeof(IWeChatNotificationAppService))]
public class WeChatNotificationAppService(IWeChatNotifier notifier) : WeChatAppServiceBase, IWeChatNotificationAppService
{
    /// <inheritdoc />
    public virtual Task<IReadOnlyList<NotificationReceipt>> SendAsync(WeChatNotificationInput input, CancellationToken cancellationToken = default)
        => RunAsync(() => notifier.SendAsync(NotificationOf(input), cancellationToken));

    /// <inheritdoc />
    public virtual Task<NotificationPreview> PreviewAsync(WeChatNotificationInput input, CancellationToken cancellationToken = default)
        => RunAsync(() => notifier.PreviewAsync(NotificationOf(input), cancellationToken));

    private static Notification NotificationOf(WeChatNotificationInput input) => new()
    {
        Template = input.Template ?? "",
        To = NotificationRecipients.OpenIds(input.To ?? []).And(NotificationRecipients.UserIds((input.ToUsers ?? []).Select(u => u ?? ""))),
        Data = new Dictionary<string, object?>(input.Data ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.Ordinal),
        Keywords = input.Keywords,
        NotBefore = input.NotBefore,
        ExpiresAt = input.ExpiresAt,
        Priority = input.Priority,
        DedupKey = input.DedupKey,
    };
}
