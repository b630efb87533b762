using System.Runtime.CompilerServices;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// One message to one openid, from request to final outcome. It is the queue entry and the log entry at once: rows in
/// <see cref="DeliveryStatus.Pending"/> wait, rows in <see cref="DeliveryStatus.Sending"/> are held by a node under a lease.
/// </summary>
public sealed partial class DeliveryLog : Entity
{
    private DeliveryLog()
    {
    }

    private DeliveryLog(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>The states from which a person may have one tried again (<see cref="Retry"/>).</summary>
    public static IReadOnlyList<DeliveryStatus> Retryable { get; } =
        [DeliveryStatus.Failed, DeliveryStatus.Skipped, DeliveryStatus.Unconfirmed, DeliveryStatus.Refused, DeliveryStatus.Cancelled];

    /// <summary>The states in which a person may call one off (<see cref="Cancel"/>).</summary>
    public static IReadOnlyList<DeliveryStatus> Cancellable { get; } = [DeliveryStatus.Pending, DeliveryStatus.Unconfirmed];

    /// <summary>The app that sends it.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>The template it was rendered from.</summary>
    public Guid MessageTemplateId { get; private set; }

    /// <summary>The template's logical name at that time.</summary>
    public string TemplateName { get; private set; } = "";

    /// <summary>The WeChat message API.</summary>
    public MessageChannel Channel { get; private set; }

    /// <summary>The receiver, as the app knows them.</summary>
    public string OpenId { get; private set; } = "";

    /// <summary>WeChat's template id at that time.</summary>
    public string WeChatTemplateId { get; private set; } = "";

    /// <summary>The rendered fields as a JSON object of texts, in the template's order.</summary>
    public string Data { get; private set; } = "{}";

    /// <summary>The page a tap opens.</summary>
    public string? Page { get; private set; }

    /// <summary>Which version of the mini program a tap opens.</summary>
    public MiniProgramVersion MiniProgramVersion { get; private set; }

    /// <summary>Language of the card's fixed texts; null for WeChat's default.</summary>
    public string? Language { get; private set; }

    /// <summary>The host's id of the receiver, when the notification named one.</summary>
    public string? UserId { get; private set; }

    /// <summary>The broadcast it belongs to; null for a message of its own.</summary>
    public Guid? BroadcastId { get; private set; }

    /// <summary>What the channel needs besides fields and page, as JSON; null when nothing.</summary>
    public string? ChannelOptions { get; private set; }

    /// <summary>The rendered templates that take over one after the other when this one cannot reach the user, as JSON; null for none.</summary>
    public string? Fallbacks { get; private set; }

    /// <summary>Where it stands.</summary>
    public DeliveryStatus Status { get; private set; }

    /// <summary>Why it stands there.</summary>
    public DeliveryReason Reason { get; private set; }

    /// <summary>Its lane.</summary>
    public DeliveryPriority Priority { get; private set; }

    /// <summary>Not sent before this moment.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>Not sent at or after this moment; null for "however late".</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>How often it was handed to WeChat, the attempt under way included.</summary>
    public int Attempts { get; private set; }

    /// <summary>Unique in the tenant when given: a second notification with the same key is answered with this one.</summary>
    public string? DedupKey { get; private set; }

    /// <summary>Names the claim that holds it; a result that comes with another one is too late and is ignored.</summary>
    public Guid? ClaimToken { get; private set; }

    /// <summary>When the claim lapses and others may take the row.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>WeChat's message id, when the answer had one.</summary>
    public long? WeChatMessageId { get; private set; }

    /// <summary>WeChat's error code of the last attempt; null when it had none.</summary>
    public int? ErrorCode { get; private set; }

    /// <summary>What WeChat or the network said at the last attempt.</summary>
    public string? ErrorMessage { get; private set; }

    /// <summary>WeChat's request id (<c>rid</c>) of the last error, for asking WeChat's support.</summary>
    public string? Rid { get; private set; }

    /// <summary>When it was requested.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When WeChat accepted it.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When it reached a state from which nothing moves it by itself.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Puts a rendered message into the queue.</summary>
    /// <param name="template">The template.</param>
    /// <param name="openId">The receiver.</param>
    /// <param name="message">What the template made of the notification's data.</param>
    /// <param name="timing">When it may be sent.</param>
    /// <param name="dedupKey">What makes a repeat harmless; null for nothing.</param>
    /// <param name="now">The present.</param>
    /// <param name="fallbacks">The templates that take over, rendered, in the form of <see cref="FallbackStep.ToJson"/>; null for none.</param>
    /// <param name="userId">The host's id of the receiver, when the notification named one.</param>
    /// <param name="broadcastId">The broadcast it belongs to; null for none.</param>
    public static DeliveryLog Queue(
        MessageTemplate template, string openId, RenderedMessage message, DeliveryTiming timing, string? dedupKey, DateTimeOffset now,
        string? fallbacks = null, string? userId = null, Guid? broadcastId = null)
        => new(NewId(now), template.TenantId)
        {
            AppCredentialId = template.AppCredentialId,
            MessageTemplateId = template.Id,
            TemplateName = template.Name,
            Channel = template.Channel,
            OpenId = openId,
            WeChatTemplateId = template.WeChatTemplateId,
            Data = RenderedData.ToJson(message.Data),
            Page = message.Page,
            MiniProgramVersion = template.MiniProgramVersion,
            Language = template.Language,
            ChannelOptions = Deliveries.ChannelOptions.ToJson(message.Options),
            Fallbacks = fallbacks,
            UserId = userId,
            BroadcastId = broadcastId,
            Priority = timing.Priority,
            NotBefore = timing.NotBefore is { } start && start > now ? start.ToUniversalTime() : now,
            ExpiresAt = timing.ExpiresAt?.ToUniversalTime(),
            DedupKey = dedupKey,
            CreatedAt = now,
        };

    /// <summary>The moment under which the statistics count it: when WeChat accepted it, else when it got its outcome. Null while it has none.</summary>
    public DateTimeOffset? CountedAt => FinishedAt is null ? null : SentAt ?? FinishedAt;

    /// <summary>Whether another template may take over.</summary>
    public bool HasFallback => Fallbacks is not null;

    /// <summary>Whether it is too late to send it.</summary>
    public bool IsExpiredAt(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>WeChat accepted it.</summary>
    /// <exception cref="DeliveryStateException">It is not being sent.</exception>
    public void MarkSent(long? weChatMessageId, DateTimeOffset now)
    {
        Finish(DeliveryStatus.Sent, DeliveryReason.None, error: null, now);
        (WeChatMessageId, SentAt) = (weChatMessageId, now);
    }

    /// <summary>It will never be sent.</summary>
    /// <exception cref="DeliveryStateException">It is not being sent.</exception>
    public void Fail(DeliveryReason reason, DeliveryError error, DateTimeOffset now) => Finish(DeliveryStatus.Failed, reason, error, now);

    /// <summary>It is not sent because the user does not want it or it came too late.</summary>
    /// <exception cref="DeliveryStateException">It is not being sent.</exception>
    public void Skip(DeliveryReason reason, DeliveryError? error, DateTimeOffset now) => Finish(DeliveryStatus.Skipped, reason, error, now);

    /// <summary>It may or may not have been sent; a person decides.</summary>
    /// <exception cref="DeliveryStateException">It is not being sent.</exception>
    public void Hold(DeliveryError error, DateTimeOffset now) => Finish(DeliveryStatus.Unconfirmed, DeliveryReason.OutcomeUnknown, error, now);

    /// <summary>Puts it back in the queue after an attempt; no more than <paramref name="mostAttempts"/> count from here on, so that another is left.</summary>
    /// <exception cref="DeliveryStateException">It is not being sent.</exception>
    public void Reschedule(DateTimeOffset notBefore, DeliveryReason reason, DeliveryError error, int mostAttempts = int.MaxValue)
    {
        Require(nameof(Reschedule), DeliveryStatus.Sending);
        (Status, NotBefore, Reason, Attempts) = (DeliveryStatus.Pending, notBefore, reason, Math.Min(Attempts, mostAttempts));
        SetError(error);
        EndClaim();
    }

    /// <summary>Puts it back as if it had never been claimed: it was not handed to WeChat, or WeChat refused the app and not the message.</summary>
    /// <exception cref="DeliveryStateException">It is not being sent.</exception>
    public void Release(DeliveryReason reason, DeliveryError? error)
    {
        Require(nameof(Release), DeliveryStatus.Sending);
        (Status, Reason, Attempts) = (DeliveryStatus.Pending, reason, Math.Max(0, Attempts - 1));
        if (error is not null)
        {
            SetError(error);
        }

        EndClaim();
    }

    /// <summary>A person wants it tried again, with all attempts before it.</summary>
    /// <exception cref="DeliveryStateException">It is waiting, being sent, or has arrived.</exception>
    public void Retry(DateTimeOffset now)
    {
        Require(nameof(Retry), [.. Retryable]);
        if (OpenId.Length == 0)
        {
            // Nobody knows whom to send it to.
            throw new RuleViolationException([new("userId", RuleCodes.Unknown, ("value", UserId))]);
        }

        if (Reason == DeliveryReason.InvalidData)
        {
            // There is no message to send: its values could not be rendered.
            throw new RuleViolationException([new("data", RuleCodes.Required)]);
        }

        (Status, Reason, NotBefore, Attempts, FinishedAt) = (DeliveryStatus.Pending, DeliveryReason.None, now, 0, null);

        // A late receipt for the message that did not arrive, or a count of what was sent, must not find one that waits.
        (WeChatMessageId, SentAt) = (null, null);
        if (IsExpiredAt(now))
        {
            // Whoever asks for it now wants it now, however late.
            ExpiresAt = null;
        }
    }

    /// <summary>A person does not want it sent any more.</summary>
    /// <exception cref="DeliveryStateException">It is on its way already, or finished.</exception>
    public void Cancel(DateTimeOffset now)
    {
        Require(nameof(Cancel), [.. Cancellable]);
        (Status, Reason, FinishedAt) = (DeliveryStatus.Cancelled, DeliveryReason.CancelledByHand, now);
    }

    /// <summary>
    /// The present template cannot reach the user: one of <see cref="Fallbacks"/> takes over, due at once and with all attempts before it.
    /// Note the attempt (<see cref="DeliveryAttempt.FellBack"/>) first: afterwards nothing here tells of the template before.
    /// </summary>
    /// <param name="openId">The receiver, as the step's app knows them.</param>
    /// <param name="index">Which of the steps that are left, from 0; those before it are passed over.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="DeliveryStateException">It is neither being sent nor refused by a receipt.</exception>
    public void FallBack(string openId, int index, DateTimeOffset now)
    {
        Require(nameof(FallBack), DeliveryStatus.Sending, DeliveryStatus.Refused);
        TakeStep(openId, index);
        (Status, Reason, NotBefore, Attempts, FinishedAt) = (DeliveryStatus.Pending, DeliveryReason.FellBack, now, 0, null);
        (WeChatMessageId, SentAt) = (null, null);
        SetError(null);
        EndClaim();
    }

    /// <summary>The user it was for has become known; call it before <see cref="Retry"/>.</summary>
    /// <param name="openId">The user's openid.</param>
    /// <param name="index">Which of the steps that are left knows it; null for the present one.</param>
    /// <returns>Whether it had been waiting for that.</returns>
    public bool Address(string openId, int? index)
    {
        if (Status != DeliveryStatus.Skipped || Reason != DeliveryReason.UnknownUser)
        {
            return false;
        }

        if (index is { } step)
        {
            TakeStep(openId, step);
        }

        OpenId = openId;
        return true;
    }

    /// <summary>WeChat's receipt says that it reached the user.</summary>
    /// <returns>Whether that was news: a second receipt changes nothing.</returns>
    /// <exception cref="DeliveryStateException">It is not sent.</exception>
    public bool Confirm(DateTimeOffset now)
    {
        Require(nameof(Confirm), DeliveryStatus.Sent, DeliveryStatus.Confirmed, DeliveryStatus.Refused);
        if (Status != DeliveryStatus.Sent)
        {
            return false;
        }

        (Status, Reason, FinishedAt) = (DeliveryStatus.Confirmed, DeliveryReason.None, now);
        return true;
    }

    /// <summary>
    /// WeChat's receipt says that it did not reach the user. Where <see cref="HasFallback"/>, the next template may take over
    /// (<see cref="FallBack"/>).
    /// </summary>
    /// <param name="text">What the receipt says.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether that was news: a second receipt changes nothing.</returns>
    /// <exception cref="DeliveryStateException">It is not sent.</exception>
    public bool Refuse(string? text, DateTimeOffset now)
    {
        Require(nameof(Refuse), DeliveryStatus.Sent, DeliveryStatus.Confirmed, DeliveryStatus.Refused);
        if (Status != DeliveryStatus.Sent)
        {
            return false;
        }

        (Status, Reason, FinishedAt) = (DeliveryStatus.Refused, DeliveryReason.None, now);
        SetError(text is null ? null : new DeliveryError(Code: null, text, Rid: null));
        return true;
    }

    private void TakeStep(string openId, int index)
    {
        var steps = FallbackStep.FromJson(Fallbacks);
        var step = steps[index];
        (AppCredentialId, MessageTemplateId, TemplateName, Channel) = (step.AppCredentialId, step.MessageTemplateId, step.TemplateName, step.Channel);
        (OpenId, WeChatTemplateId, Data, Page) = (openId, step.WeChatTemplateId, RenderedData.ToJson(step.Data), step.Page);
        (MiniProgramVersion, Language) = (step.MiniProgramVersion, step.Language);
        ChannelOptions = Deliveries.ChannelOptions.ToJson(step.Options);
        Fallbacks = FallbackStep.ToJson([.. steps.Skip(index + 1)]);
    }

    private void Finish(
        DeliveryStatus status, DeliveryReason reason, DeliveryError? error, DateTimeOffset now, [CallerMemberName] string operation = "")
    {
        Require(operation, DeliveryStatus.Sending);
        (Status, Reason, FinishedAt) = (status, reason, now);
        SetError(error);
        EndClaim();
    }

    private void SetError(DeliveryError? error)
    {
        (ErrorCode, Rid) = (error?.Code, StoredText.Cut(error?.Rid, DeliveryLimits.RidLength));
        ErrorMessage = StoredText.Cut(error?.Message, DeliveryLimits.ErrorMessageLength);
    }

    private void EndClaim() => (ClaimToken, LeaseUntil) = (null, null);

    private void Require(string operation, params DeliveryStatus[] allowed) => DeliveryStateException.ThrowUnless(Status, operation, allowed);
}
