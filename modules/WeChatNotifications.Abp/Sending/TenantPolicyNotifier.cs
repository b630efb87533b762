using System.Globalization;
using Volo.Abp.Features;
using Volo.Abp.Settings;
using WeChatNotifications.Abp.Features;
using WeChatNotifications.Abp.Settings;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Sending;

/// <summary>Asks the tenant's features and settings before anything is sent.</summary>
internal sealed class TenantPolicyNotifier(IWeChatNotifier inner, IFeatureChecker features, ISettingProvider settings, TimeProvider timeProvider) : IWeChatNotifier
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<NotificationReceipt>> SendAsync(Notification notification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notification);
        await RequireSendingAsync().ConfigureAwait(false);
        return await inner.SendAsync(WithExpiry(notification, await TimeToLiveAsync().ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<NotificationReceipt>> SendAsync(IReadOnlyCollection<Notification> notifications, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notifications);
        await RequireSendingAsync().ConfigureAwait(false);
        var timeToLive = await TimeToLiveAsync().ConfigureAwait(false);
        return await inner.SendAsync([.. notifications.Select(n => WithExpiry(n, timeToLive))], cancellationToken).ConfigureAwait(false);
    }

    public Task<NotificationPreview> PreviewAsync(Notification notification, CancellationToken cancellationToken = default)
        => inner.PreviewAsync(notification, cancellationToken);

    private async Task RequireSendingAsync()
    {
        if (!await features.IsEnabledAsync(WeChatNotificationsFeatures.Sending).ConfigureAwait(false))
        {
            throw new RuleViolationException([new("tenant", RuleCodes.SwitchedOff, ("value", WeChatNotificationsFeatures.Sending))]);
        }
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
