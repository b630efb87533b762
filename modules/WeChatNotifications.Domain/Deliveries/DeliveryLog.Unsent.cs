using WeChatNotifications.Templates;

namespace WeChatNotifications.Deliveries;

/// <summary>What keeps a delivery from leaving and lies neither with WeChat nor with its app.</summary>
public sealed partial class DeliveryLog
{
    /// <summary>
    /// Logs a message to a user of the host who has no openid under any app of the template's chain. It is never sent by itself; a
    /// person may retry it once the user is known.
    /// </summary>
    /// <inheritdoc cref="Queue" path="/param"/>
    public static DeliveryLog SkipUnknownUser(
        MessageTemplate template, string userId, RenderedMessage message, DeliveryTiming timing, string? dedupKey, DateTimeOffset now, string? fallbacks = null,
        Guid? broadcastId = null)
    {
        var delivery = Queue(template, openId: "", message, timing, dedupKey, now, fallbacks, userId, broadcastId);
        (delivery.Status, delivery.Reason, delivery.FinishedAt) = (DeliveryStatus.Skipped, DeliveryReason.UnknownUser, now);
        return delivery;
    }

    /// <summary>It gets its outcome before it is ever put into the queue: a broadcast has a row for everyone, also for whom it cannot reach.</summary>
    /// <param name="status">The outcome.</param>
    /// <param name="reason">Why.</param>
    /// <param name="message">What is wrong, in words; null for nothing more to say.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="DeliveryStateException">It has begun already.</exception>
    public DeliveryLog EndUnsent(DeliveryStatus status, DeliveryReason reason, string? message, DateTimeOffset now)
    {
        Require(nameof(EndUnsent), DeliveryStatus.Pending);
        (Status, Reason, FinishedAt) = (status, reason, now);
        SetError(message is null ? null : new DeliveryError(Code: null, message, Rid: null));
        return this;
    }

    /// <summary>Puts it back until later as if it had never been claimed, for a reason that lies neither with WeChat nor with the message.</summary>
    /// <exception cref="DeliveryStateException">It is not being sent.</exception>
    public void PutOff(DateTimeOffset notBefore, DeliveryReason reason)
    {
        Require(nameof(PutOff), DeliveryStatus.Sending);

        // That an earlier call had no answer is not forgotten: it decides what may be repeated.
        Release(Reason == DeliveryReason.OutcomeUnknown ? Reason : reason, error: null);
        NotBefore = notBefore;
    }

    /// <summary>Its broadcast was cancelled while a node held it, and it had not left yet.</summary>
    /// <exception cref="DeliveryStateException">It is not being sent.</exception>
    public void CancelWithBroadcast(DateTimeOffset now) => Finish(DeliveryStatus.Cancelled, DeliveryReason.BroadcastCancelled, error: null, now);
}
