using WeChatNotifications.Templates;

namespace WeChatNotifications.Deliveries;

/// <summary>Which deliveries to list, newest first; what is null does not narrow.</summary>
public sealed record DeliveryQueryDto
{
    /// <summary>Of one app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Of one template, by logical name.</summary>
    public string? Template { get; init; }

    /// <summary>To one user, by openid.</summary>
    public string? OpenId { get; init; }

    /// <summary>To one user of the host, where the notification named one.</summary>
    public string? UserId { get; init; }

    /// <summary>Of one broadcast.</summary>
    public Guid? BroadcastId { get; init; }

    /// <summary>In these states.</summary>
    public IReadOnlyList<DeliveryStatus>? Statuses { get; init; }

    /// <summary>For these reasons.</summary>
    public IReadOnlyList<DeliveryReason>? Reasons { get; init; }

    /// <summary>With this error code of WeChat's.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>With this dedup key.</summary>
    public string? DedupKey { get; init; }

    /// <summary>With this message id of WeChat's.</summary>
    public long? WeChatMessageId { get; init; }

    /// <summary>Requested at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Requested before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Rows a page, 1 to 500. Default 50.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>One delivery in a list.</summary>
public record DeliveryDto
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The app.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <summary>The template's logical name.</summary>
    public required string Template { get; init; }

    /// <summary>The WeChat message API.</summary>
    public required MessageChannel Channel { get; init; }

    /// <summary>The receiver; empty while no app of the chain knows the user.</summary>
    public required string OpenId { get; init; }

    /// <summary>The host's id of the receiver, when the notification named one.</summary>
    public required string? UserId { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>Why, as a stable word.</summary>
    public required DeliveryReason Reason { get; init; }

    /// <summary>What happened, in the caller's language: state, reason and WeChat's error explained.</summary>
    public required string Explanation { get; init; }

    /// <summary>The broadcast it belongs to; null for a message of its own.</summary>
    public required Guid? BroadcastId { get; init; }

    /// <summary>Its lane.</summary>
    public required DeliveryPriority Priority { get; init; }

    /// <summary>How often it was handed to WeChat.</summary>
    public required int Attempts { get; init; }

    /// <summary>WeChat's error code of the last attempt.</summary>
    public required int? ErrorCode { get; init; }

    /// <summary>WeChat's message id; text, since it is beyond what JavaScript's numbers hold.</summary>
    public required string? WeChatMessageId { get; init; }

    /// <summary>When it was requested.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before this moment.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>When WeChat accepted it.</summary>
    public required DateTimeOffset? SentAt { get; init; }

    /// <summary>When it was over.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>One delivery with everything known of it.</summary>
public sealed record DeliveryDetailDto : DeliveryDto
{
    /// <summary>WeChat's template id.</summary>
    public required string WeChatTemplateId { get; init; }

    /// <summary>The texts as they are sent.</summary>
    public required IReadOnlyList<DeliveryFieldDto> Fields { get; init; }

    /// <summary>The page a tap opens.</summary>
    public required string? Page { get; init; }

    /// <summary>The address a tap opens.</summary>
    public required string? Url { get; init; }

    /// <summary>Logical names of the templates that may still take over, in their order.</summary>
    public required IReadOnlyList<string> Fallbacks { get; init; }

    /// <summary>Not at or after this moment.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The dedup key.</summary>
    public required string? DedupKey { get; init; }

    /// <summary>What WeChat or the network said at the last attempt.</summary>
    public required string? ErrorMessage { get; init; }

    /// <summary>What to do about it, in the caller's language.</summary>
    public required string? Advice { get; init; }

    /// <summary>WeChat's request id, for asking WeChat's support.</summary>
    public required string? Rid { get; init; }

    /// <summary>Attempts that did not simply succeed, oldest first.</summary>
    public required IReadOnlyList<DeliveryAttemptDto> Timeline { get; init; }
}

/// <summary>One text of a message.</summary>
/// <param name="Key">WeChat's key.</param>
/// <param name="Value">The text.</param>
public sealed record DeliveryFieldDto(string Key, string Value);

/// <summary>One attempt that did not simply succeed.</summary>
/// <param name="Number">Which attempt, from 1.</param>
/// <param name="At">When its outcome was known.</param>
/// <param name="Status">State of the delivery after it.</param>
/// <param name="Explanation">What happened, in the caller's language.</param>
/// <param name="ErrorCode">WeChat's error code.</param>
/// <param name="ErrorMessage">What WeChat or the network said.</param>
/// <param name="Rid">WeChat's request id.</param>
/// <param name="NextAt">When the next attempt was due.</param>
/// <param name="Template">The template it was made with.</param>
/// <param name="Channel">The message API it was made through.</param>
/// <param name="OpenId">The receiver as that template's app knows them; empty for a template that was passed over.</param>
public sealed record DeliveryAttemptDto(
    int Number, DateTimeOffset At, DeliveryStatus Status, string Explanation, int? ErrorCode, string? ErrorMessage, string? Rid,
    DateTimeOffset? NextAt, string Template, MessageChannel Channel, string OpenId);
