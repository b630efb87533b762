using System.Globalization;
using Volo.Abp.Settings;
using WeChatNotifications.Abp.Settings;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Sending;

/// <summary>Asks the tenant's features and settings before anything is sent.</summary>
internal sealed class TenantPolicyNotifier(IWeChatNotifier inner, ISendingPolicy policy, ISettingProvider settings, TimeProvider timeProvider) : IWeChatNotifier
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<NotificationReceipt>> SendAsync(Notification notification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notification);
        await RequireSendingAsync(cancellationToken).ConfigureAwait(false);
        return await inner.SendAsync(WithExpiry(notification, await TimeToLiveAsync().ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<NotificationReceipt>> SendAsync(IReadOnlyCollection<Notification> notifications, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notifications);
        await RequireSendingAsync(cancellationToken).ConfigureAwait(false);
        var timeToLive = await TimeToLiveAsync().ConfigureAwait(false);
        return await inner.SendAsync([.. notifications.Select(n => WithExpiry(n, timeToLive))], cancellationToken).ConfigureAwait(false);
    }

    public Task<NotificationPreview> PreviewAsync(Notification notification, CancellationToken cancellationToken = default)
        => inner.PreviewAsync(notification, cancellationToken);

    private async Task RequireSendingAsync(CancellationToken cancellationToken)
    {
        var check = new RuleCheck();
        await policy.CheckAsync(check, cancellationToken).ConfigureAwait(false);
        check.ThrowIfBroken();
    }

    private async Task<TimeSpan?> TimeToLiveAsync()
        => TimeSpan.TryParse(
            await settings.GetOrNullAsync(WeChatNotificationsSettings.DefaultTimeToLive).ConfigureAwait(false), CultureInfo.InvariantCulture, out var value)
            && value >= Shortest && value <= Longest
                ? value
                : null;

    private Notification WithExpiry(Notification notification, TimeSpan? timeToLive)
    {
        if (timeToLive is not { } wait || notification.ExpiresAt is not null)
        {
            return notification;
        }

        var now = timeProvider.GetUtcNow();
        return notification with { ExpiresAt = (notification.NotBefore > now ? notification.NotBefore.Value : now) + wait };
    }
}
