using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Events;

/// <summary>
/// What became of one message. Every finished message is told once; one that WeChat accepted is told a second time when WeChat's receipt
/// says whether it reached the user. A message that falls back to its next template is not finished. A handler of this type hears all.
/// </summary>
public abstract record NotificationOutcome : IOutcomeEvent
{
    /// <summary>The delivery.</summary>
    public Guid DeliveryId { get; init; }

    /// <inheritdoc />
    public Guid? TenantId { get; init; }

    /// <inheritdoc />
    public DateTimeOffset At { get; init; }

    /// <summary>The app that sent it.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>Logical name of the template.</summary>
    public string Template { get; init; } = "";

    /// <summary>The receiver; empty for a user of the host whom no app knows.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>The host's id of the receiver, when the notification named one.</summary>
    public string? UserId { get; init; }

    /// <summary>The broadcast it belongs to; null for a message of its own.</summary>
    public Guid? BroadcastId { get; init; }

    /// <summary>The dedup key, by which the sender may know it; with several recipients it ends in theirs.</summary>
    public string? DedupKey { get; init; }

    /// <summary>Where it stands now.</summary>
    public DeliveryStatus Status { get; init; }

    /// <summary>Why, as a stable word.</summary>
    public DeliveryReason Reason { get; init; }

    /// <summary>How often it was handed to WeChat.</summary>
    public int Attempts { get; init; }

    /// <summary>WeChat's error code of the last attempt; null when it had none.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>What WeChat or the network said at the last attempt.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>WeChat's message id, when its answer had one.</summary>
    public long? WeChatMessageId { get; init; }

    /// <summary>When it was requested.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Which message; openids stay out of logs.</summary>
    public sealed override string ToString() => $"{GetType().Name} {DeliveryId}";
}

/// <summary>WeChat accepted the message.</summary>
public sealed record NotificationSent : NotificationOutcome;

/// <summary>WeChat's receipt says that the message reached the user. Comes after <see cref="NotificationSent"/>, where WeChat pushes receipts.</summary>
public sealed record NotificationConfirmed : NotificationOutcome;

/// <summary>WeChat accepted the message, and its receipt says that it did not reach the user; <see cref="NotificationOutcome.ErrorMessage"/> says why.</summary>
public sealed record NotificationRefused : NotificationOutcome;

/// <summary>
/// The message will not be sent. <see cref="NotificationOutcome.Status"/> says which way: <see cref="DeliveryStatus.Failed"/>,
/// <see cref="DeliveryStatus.Skipped"/>, <see cref="DeliveryStatus.Cancelled"/>, or <see cref="DeliveryStatus.Unconfirmed"/> for one that
/// may have been sent and waits for a person.
/// </summary>
public sealed record NotificationFailed : NotificationOutcome;
