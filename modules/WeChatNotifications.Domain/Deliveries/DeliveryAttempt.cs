using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// One attempt that did not simply succeed, kept for the timeline of a delivery. The attempt that WeChat accepts needs no row:
/// the delivery itself says when it was.
/// </summary>
public sealed class DeliveryAttempt : Entity
{
    private DeliveryAttempt()
    {
    }

    private DeliveryAttempt(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>The delivery.</summary>
    public Guid DeliveryLogId { get; private set; }

    /// <summary>Which attempt, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The template it was made with: another one than the delivery's own where a fallback took over.</summary>
    public string TemplateName { get; private set; } = "";

    /// <summary>The message API it was made through.</summary>
    public MessageChannel Channel { get; private set; }

    /// <summary>The receiver as that template's app knows them; empty for a step that was passed over because nobody knows them there.</summary>
    public string OpenId { get; private set; } = "";

    /// <summary>When its outcome was known.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>State of the delivery after it.</summary>
    public DeliveryStatus Status { get; private set; }

    /// <summary>Why.</summary>
    public DeliveryReason Reason { get; private set; }

    /// <summary>WeChat's error code.</summary>
    public int? ErrorCode { get; private set; }

    /// <summary>What WeChat or the network said.</summary>
    public string? ErrorMessage { get; private set; }

    /// <summary>WeChat's request id.</summary>
    public string? Rid { get; private set; }

    /// <summary>When the next attempt is due; null when there is none.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Notes the attempt whose outcome a delivery has just taken over.</summary>
    public static DeliveryAttempt Of(DeliveryLog delivery, int number, DateTimeOffset now)
        => new(NewId(now), delivery.TenantId)
        {
            DeliveryLogId = delivery.Id,
            Number = number,
            TemplateName = delivery.TemplateName,
            Channel = delivery.Channel,
            OpenId = delivery.OpenId,
            At = now,
            Status = delivery.Status,
            Reason = delivery.Reason,
            ErrorCode = delivery.ErrorCode,
            ErrorMessage = delivery.ErrorMessage,
            Rid = delivery.Rid,
            NextAt = delivery.Status == DeliveryStatus.Pending ? delivery.NotBefore : null,
        };

    /// <summary>Notes something about an attempt that is not the delivery's own outcome: a permit that WeChat did not take, for example.</summary>
    public static DeliveryAttempt Note(DeliveryLog delivery, int number, DeliveryStatus status, DeliveryReason reason, DeliveryError? cause, DateTimeOffset now)
        => new(NewId(now), delivery.TenantId)
        {
            DeliveryLogId = delivery.Id,
            Number = number,
            TemplateName = delivery.TemplateName,
            Channel = delivery.Channel,
            OpenId = delivery.OpenId,
            At = now,
            Status = status,
            Reason = reason,
            ErrorCode = cause?.Code,
            ErrorMessage = StoredText.Cut(cause?.Message, DeliveryLimits.ErrorMessageLength),
            Rid = StoredText.Cut(cause?.Rid, DeliveryLimits.RidLength),
        };

    /// <summary>Notes that the delivery's present template gave up and another one takes over. Call it before <see cref="DeliveryLog.FallBack"/>.</summary>
    public static DeliveryAttempt FellBack(DeliveryLog delivery, int number, DeliveryError? cause, DateTimeOffset now)
        => Note(delivery, number, DeliveryStatus.Pending, DeliveryReason.FellBack, cause, now);

    /// <summary>Notes a step of the chain that was passed over because the user is not known to its app.</summary>
    public static DeliveryAttempt PassedOver(DeliveryLog delivery, FallbackStep step, int number, DateTimeOffset now)
        => new(NewId(now), delivery.TenantId)
        {
            DeliveryLogId = delivery.Id,
            Number = number,
            TemplateName = step.TemplateName,
            Channel = step.Channel,
            At = now,
            Status = DeliveryStatus.Skipped,
            Reason = DeliveryReason.UnknownUser,
        };
}
