using System.Globalization;
using WeChatNotifications.Localization;

namespace WeChatNotifications.Deliveries;

/// <summary>Between deliveries and what people see of them.</summary>
internal sealed class DeliveryMapper(IModuleTexts texts)
{
    public DeliveryDto ToDto(DeliveryLog delivery) => new()
    {
        Id = delivery.Id,
        AppCredentialId = delivery.AppCredentialId,
        Template = delivery.TemplateName,
        Channel = delivery.Channel,
        OpenId = delivery.OpenId,
        UserId = delivery.UserId,
        Status = delivery.Status,
        Reason = delivery.Reason,
        Explanation = texts.Explain(delivery.Status, delivery.Reason, delivery.ErrorCode, delivery.Channel),
        BroadcastId = delivery.BroadcastId,
        Priority = delivery.Priority,
        Attempts = delivery.Attempts,
        ErrorCode = delivery.ErrorCode,
        WeChatMessageId = MessageIdOf(delivery),
        CreatedAt = delivery.CreatedAt,
        NotBefore = delivery.NotBefore,
        SentAt = delivery.SentAt,
        FinishedAt = delivery.FinishedAt,
    };

    public DeliveryDetailDto ToDetailDto(DeliveryLog delivery, IReadOnlyList<DeliveryAttempt> attempts) => new()
    {
        Id = delivery.Id,
        AppCredentialId = delivery.AppCredentialId,
        Template = delivery.TemplateName,
        Channel = delivery.Channel,
        OpenId = delivery.OpenId,
        UserId = delivery.UserId,
        Status = delivery.Status,
        Reason = delivery.Reason,
        Explanation = texts.Explain(delivery.Status, delivery.Reason, delivery.ErrorCode, delivery.Channel),
        BroadcastId = delivery.BroadcastId,
        Priority = delivery.Priority,
        Attempts = delivery.Attempts,
        ErrorCode = delivery.ErrorCode,
        WeChatMessageId = MessageIdOf(delivery),
        CreatedAt = delivery.CreatedAt,
        NotBefore = delivery.NotBefore,
        SentAt = delivery.SentAt,
        FinishedAt = delivery.FinishedAt,
        WeChatTemplateId = delivery.WeChatTemplateId,
        Fields = [.. RenderedData.FromJson(delivery.Data).Select(f => new DeliveryFieldDto(f.Key, f.Value))],
        Page = delivery.Page,
        Url = ChannelOptions.FromJson(delivery.ChannelOptions).Url,
        Fallbacks = [.. FallbackStep.FromJson(delivery.Fallbacks).Select(s => s.TemplateName)],
        ExpiresAt = delivery.ExpiresAt,
        DedupKey = delivery.DedupKey,
        ErrorMessage = delivery.ErrorMessage,
        Advice = texts.Advice(delivery.ErrorCode, delivery.Channel),
        Rid = delivery.Rid,
        Timeline = [.. attempts.Select(ToDto)],
    };

    private DeliveryAttemptDto ToDto(DeliveryAttempt attempt) => new(
        attempt.Number, attempt.At, attempt.Status, texts.Explain(attempt.Status, attempt.Reason, attempt.ErrorCode, attempt.Channel), attempt.ErrorCode,
        attempt.ErrorMessage, attempt.Rid, attempt.NextAt, attempt.TemplateName, attempt.Channel, attempt.OpenId);

    private static string? MessageIdOf(DeliveryLog delivery) => delivery.WeChatMessageId?.ToString(CultureInfo.InvariantCulture);
}
