using Volo.Abp.Application.Services;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Sending;

/// <summary>Sends notifications for callers with the permission. Business code of the server uses <see cref="IWeChatNotifier"/>.</summary>
public interface IWeChatNotificationAppService : IApplicationService
{
    /// <summary>Checks a notification and puts one message per recipient into the queue.</summary>
    Task<IReadOnlyList<NotificationReceipt>> SendAsync(WeChatNotificationInput input, CancellationToken cancellationToken = default);

    /// <summary>Renders a notification as it would be sent, and says what is wrong with it; stores nothing.</summary>
    Task<NotificationPreview> PreviewAsync(WeChatNotificationInput input, CancellationToken cancellationToken = default);
}
