using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Statistics;

/// <summary>What deliveries are counted by.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Hour">Begin of the hour (UTC).</param>
/// <param name="AppCredentialId">The app.</param>
/// <param name="TemplateName">The template's logical name.</param>
/// <param name="BroadcastId">The broadcast; null for none.</param>
/// <param name="Status">The outcome.</param>
/// <param name="Reason">Why.</param>
/// <param name="ErrorCode">WeChat's error code; null when there was none.</param>
public sealed record TallyKey(
    Guid? TenantId, DateTimeOffset Hour, Guid AppCredentialId, string TemplateName, Guid? BroadcastId, DeliveryStatus Status, DeliveryReason Reason, int? ErrorCode)
{
    /// <summary>What a delivery that has an outcome counts to.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static TallyKey Of(DeliveryLog delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var at = delivery.CountedAt ?? throw new InvalidOperationException("The delivery has no outcome.");
        return new(
            delivery.TenantId, HourOf(at), delivery.AppCredentialId, delivery.TemplateName, delivery.BroadcastId, delivery.Status, delivery.Reason, delivery.ErrorCode);
    }

    /// <summary>Begin of the hour (UTC) of a moment.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
