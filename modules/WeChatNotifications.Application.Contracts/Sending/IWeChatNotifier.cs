namespace WeChatNotifications.Sending;

/// <summary>
/// Tells users something on WeChat. The call checks and stores; the delivery engine sends. When it returns, the messages are
/// durable, and inside a joined transaction they are exactly as durable as the caller's own changes.
/// </summary>
public interface IWeChatNotifier
{
    /// <summary>Checks a notification and puts one message per recipient into the queue.</summary>
    /// <returns>One receipt per recipient, in their order.</returns>
    /// <exception cref="Exception">A rule violation exception that lists every broken rule; nothing was stored.</exception>
    Task<IReadOnlyList<NotificationReceipt>> SendAsync(Notification notification, CancellationToken cancellationToken = default);

    /// <summary>
    /// Checks several notifications, of any templates, and queues all of them together or none. Receipts come in the order of the
    /// notifications and, within one, of its recipients.
    /// </summary>
    /// <inheritdoc cref="SendAsync(Notification, CancellationToken)" path="/exception"/>
    Task<IReadOnlyList<NotificationReceipt>> SendAsync(IReadOnlyCollection<Notification> notifications, CancellationToken cancellationToken = default);

    /// <summary>
    /// Renders a notification as it would be sent, and says everything that is wrong with it, recipients and times included; stores
    /// nothing and throws for nothing in the notification.
    /// </summary>
    Task<NotificationPreview> PreviewAsync(Notification notification, CancellationToken cancellationToken = default);
}
