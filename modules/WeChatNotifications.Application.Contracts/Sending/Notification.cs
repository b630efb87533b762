using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Sending;

/// <summary>Something to tell one or several users.</summary>
public sealed record Notification
{
    /// <summary>Logical name of the template, such as <c>order-paid</c>.</summary>
    public required string Template { get; init; }

    /// <summary>
    /// Who is told, 1 to <see cref="DeliveryLimits.MaxRecipients"/>: openids under the template's app, or ids of the host's own users. A single
    /// openid converts by itself.
    /// </summary>
    public required NotificationRecipients To { get; init; }

    /// <summary>
    /// Values by field name, field key (<c>thing1</c>) or page placeholder: text, <see cref="DateTimeOffset"/>, <see cref="DateTime"/>,
    /// <see cref="DateOnly"/>, <see cref="TimeOnly"/>, numbers, enums, booleans.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Data { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>
    /// Values in the order of the template's fields, beside or instead of <see cref="Data"/>; an empty one takes the field's default. Each template of
    /// a fallback chain takes them in its own order.
    /// </summary>
    public IReadOnlyList<object?>? Keywords { get; init; }

    /// <summary>Not before this moment; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Not at or after this moment: a message that would come later is skipped. Null for the engine's default (three days).</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Which lane it takes.</summary>
    public DeliveryPriority Priority { get; init; }

    /// <summary>
    /// Makes a repeat harmless: unique in the tenant, at most <see cref="DeliveryLimits.DedupKeyLength"/> characters. A second notification
    /// with the same key is answered with the first one's delivery. With several recipients each has the key to itself.
    /// </summary>
    public string? DedupKey { get; init; }
}
