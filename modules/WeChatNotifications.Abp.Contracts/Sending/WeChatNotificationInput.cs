using System.Text.Json.Serialization;
using WeChatNotifications.Abp.Json;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Sending;

/// <summary>Something to tell one or several users.</summary>
public sealed record WeChatNotificationInput
{
    /// <summary>Logical name of the template, such as <c>order-paid</c>.</summary>
    public string? Template { get; init; }

    /// <summary>
    /// Who is told, by openid of the template's app; with <see cref="ToUsers"/> 1 to <see cref="DeliveryLimits.MaxRecipients"/>. In JSON a single
    /// one may stand without its brackets.
    /// </summary>
    [JsonConverter(typeof(OneOrManyJsonConverter))]
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>
    /// Ids of the host's own users, beside or instead of openids. Each is reached by the first template of the chain whose app knows the user;
    /// whom none knows gets a delivery that is skipped.
    /// </summary>
    public IReadOnlyList<string?>? ToUsers { get; init; }

    /// <summary>Values in the order of the template's fields, beside or instead of <see cref="Data"/>: in JSON a list, or one text with commas between.</summary>
    [JsonConverter(typeof(PlainValueListJsonConverter))]
    public IReadOnlyList<object?>? Keywords { get; init; }

    /// <summary>Values by field name, field key (<c>thing1</c>) or page placeholder: texts, numbers, booleans.</summary>
    [JsonConverter(typeof(PlainValuesJsonConverter))]
    public IDictionary<string, object?>? Data { get; init; }

    /// <summary>Not before this moment; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Not at or after this moment; null for the tenant's default.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Which lane it takes. Default transactional.</summary>
    public DeliveryPriority Priority { get; init; }

    /// <summary>Makes a repeat harmless: a second notification with the same key is answered with the first one's delivery.</summary>
    public string? DedupKey { get; init; }
}
