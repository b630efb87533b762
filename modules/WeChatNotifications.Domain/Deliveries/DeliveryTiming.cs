namespace WeChatNotifications.Deliveries;

/// <summary>When a delivery may be sent, and what it may overtake.</summary>
/// <param name="Priority">Its lane.</param>
/// <param name="NotBefore">Not before this moment; null for at once.</param>
/// <param name="ExpiresAt">Not at or after this moment; null for however late.</param>
public sealed record DeliveryTiming(DeliveryPriority Priority, DateTimeOffset? NotBefore, DateTimeOffset? ExpiresAt);
