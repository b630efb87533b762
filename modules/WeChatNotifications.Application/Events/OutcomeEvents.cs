using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Events;

/// <summary>The events that tell of the module's entities.</summary>
internal static class OutcomeEvents
{
    private static readonly NotificationSent Sent = new();
    private static readonly NotificationConfirmed Confirmed = new();
    private static readonly NotificationRefused Refused = new();
    private static readonly NotificationFailed Failed = new();

    /// <summary>The event of a delivery's present state; null while it waits or is being sent, as one does that has fallen back to its next template.</summary>
    public static NotificationOutcome? Of(DeliveryLog delivery)
    {
        NotificationOutcome? blank = delivery.Status switch
        {
            DeliveryStatus.Sent => Sent,
            DeliveryStatus.Confirmed => Confirmed,
            DeliveryStatus.Refused => Refused,
            DeliveryStatus.Pending or DeliveryStatus.Sending => null,
            _ => Failed,
        };
        return blank is null ? null : blank with
        {
            DeliveryId = delivery.Id,
            TenantId = delivery.TenantId,
            At = delivery.FinishedAt ?? delivery.CreatedAt,
            AppCredentialId = delivery.AppCredentialId,
            Template = delivery.TemplateName,
            OpenId = delivery.OpenId,
            UserId = delivery.UserId,
            BroadcastId = delivery.BroadcastId,
            DedupKey = delivery.DedupKey,
            Status = delivery.Status,
            Reason = delivery.Reason,
            Attempts = delivery.Attempts,
            ErrorCode = delivery.ErrorCode,
            ErrorMessage = delivery.ErrorMessage,
            WeChatMessageId = delivery.WeChatMessageId,
            CreatedAt = delivery.CreatedAt,
        };
    }

    /// <summary>The event of a broadcast that is over.</summary>
    public static BroadcastFinished Of(Broadcast broadcast, DateTimeOffset now) => new()
    {
        BroadcastId = broadcast.Id,
        TenantId = broadcast.TenantId,
        At = now,
        Name = broadcast.Name,
        AppCredentialId = broadcast.AppCredentialId,
        Template = broadcast.TemplateName,
        Status = broadcast.Status,
        Message = broadcast.Status == BroadcastStatus.Failed ? broadcast.StatusMessage : null,
        Recipients = broadcast.Expanded,
    };

    /// <summary>The event of a pause.</summary>
    public static AppPaused Of(AppCredential app, AppPause pause) => new()
    {
        AppCredentialId = app.Id,
        TenantId = app.TenantId,
        At = pause.Since,
        AppId = app.AppId,
        Name = app.Name,
        Reason = pause.Reason,
        Until = pause.Until,
        ErrorCode = pause.ErrorCode,
        Detail = pause.Detail,
    };

    /// <summary>The event of a pause's end.</summary>
    public static AppResumed Resumed(AppCredential app, DateTimeOffset now)
        => new() { AppCredentialId = app.Id, TenantId = app.TenantId, At = now, AppId = app.AppId, Name = app.Name };

    /// <summary>What kind of outcome an event tells.</summary>
    public static OutcomeKinds KindOf(IOutcomeEvent outcome) => outcome switch
    {
        NotificationOutcome message => KindOf(message.Status),
        BroadcastFinished => OutcomeKinds.Broadcasts,
        _ => OutcomeKinds.Apps,
    };

    /// <summary>The kind of a state; none of one that is not final.</summary>
    public static OutcomeKinds KindOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Sent => OutcomeKinds.Sent,
        DeliveryStatus.Confirmed => OutcomeKinds.Confirmed,
        DeliveryStatus.Refused => OutcomeKinds.Refused,
        DeliveryStatus.Failed => OutcomeKinds.Failed,
        DeliveryStatus.Skipped => OutcomeKinds.Skipped,
        DeliveryStatus.Unconfirmed => OutcomeKinds.Unconfirmed,
        DeliveryStatus.Cancelled => OutcomeKinds.Cancelled,
        _ => OutcomeKinds.None,
    };
}
