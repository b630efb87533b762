using WeChatNotifications.Sending;

namespace WeChatNotifications.RabbitMq.Sending;

/// <summary>What another service asks for: one message of the queue <c>….send</c>.</summary>
/// <param name="Tenant">The tenant as the body names it; null when it does not.</param>
/// <param name="Notifications">What is to be told, at least one. All of them are queued, or none.</param>
internal sealed record SendRequest(string? Tenant, IReadOnlyList<Notification> Notifications)
{
    /// <summary>Most notifications of one request.</summary>
    public const int MaxNotifications = 100;
}
