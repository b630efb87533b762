using WeChatNotifications.Deliveries;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Events;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Sending;

/// <summary>The one door: whatever sends, sends through here.</summary>
internal sealed class WeChatNotifier(
    NotificationFactory factory, IDeliveryQueue queue, ICallerTransaction callerTransaction, IDeliverySignal signal, IModuleTexts texts,
    IOutcomeTeller outcomes, WeChatNotificationsMetrics metrics)
    : IWeChatNotifier
{
    public Task<IReadOnlyList<NotificationReceipt>> SendAsync(Notification notification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notification);
        return SendCoreAsync([notification], cancellationToken);
    }

    public Task<IReadOnlyList<NotificationReceipt>> SendAsync(IReadOnlyCollection<Notification> notifications, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notifications);
        return SendCoreAsync([.. notifications], cancellationToken);
    }

    public async Task<NotificationPreview> PreviewAsync(Notification notification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notification);
        factory.Forget();
        var check = new RuleCheck();
        var message = await factory.PreviewAsync(notification, check, cancellationToken).ConfigureAwait(false);
        return new NotificationPreview(message?.Data ?? [], message?.Page, [.. check.Violations.Select(texts.Of)]);
    }

    private async Task<IReadOnlyList<NotificationReceipt>> SendCoreAsync(IReadOnlyList<Notification?> notifications, CancellationToken cancellationToken)
    {
        using var activity = WeChatNotificationsMetrics.Activities.StartActivity("wechat.enqueue");
        factory.Forget();
        var check = new RuleCheck();
        var deliveries = new List<DeliveryLog>();
        for (var i = 0; i < notifications.Count; i++)
        {
            if (notifications[i] is not { } notification)
            {
                check.Add(new($"notifications[{i}]", RuleCodes.Required));
                continue;
            }

            var path = notifications.Count == 1 ? "" : $"notifications[{i}].";
            deliveries.AddRange(await factory.CreateAsync(notification, path, check, cancellationToken).ConfigureAwait(false));
        }

        check.ThrowIfBroken();
        activity?.SetTag("wechat.messages", deliveries.Count);
        var standing = await queue.EnqueueAsync(deliveries, cancellationToken).ConfigureAwait(false);
        var receipts = new NotificationReceipt[standing.Count];
        var apps = new HashSet<Guid>();
        for (var i = 0; i < receipts.Length; i++)
        {
            var reason = standing[i].IsDuplicate ? DeliveryReason.None : deliveries[i].Reason;
            receipts[i] = new NotificationReceipt(standing[i].Id, deliveries[i].OpenId, standing[i].Status, standing[i].IsDuplicate, deliveries[i].UserId, reason);
            if (standing[i] is { IsDuplicate: false, Status: DeliveryStatus.Pending })
            {
                apps.Add(deliveries[i].AppCredentialId);
            }
        }

        // Not to be sent at all, because nobody knows the user.
        await outcomes.TellAsync(deliveries.Where((d, i) => d.Status != DeliveryStatus.Pending && !standing[i].IsDuplicate), cancellationToken).ConfigureAwait(false);
        metrics.Enqueued(receipts.Count(r => !r.IsDuplicate));
        foreach (var app in apps)
        {
            callerTransaction.OnCommitted(() => signal.WorkArrived(app));
        }

        return receipts;
    }
}
