using System.Text.Json;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.HttpApi.Sending;

/// <summary>Something to tell one or several users.</summary>
public sealed record SendNotificationRequest
{
    /// <summary>Logical name of the template, such as <c>order-paid</c>.</summary>
    public string? Template { get; init; }

    /// <summary>An openid under the template's app, or a list of them; with <c>toUsers</c> 1 to 10,000.</summary>
    public JsonElement To { get; init; }

    /// <summary>
    /// Ids of the host's own users, beside or instead of openids. Each is reached by the first template of the chain whose app knows the user;
    /// whom none knows gets a delivery that is skipped.
    /// </summary>
    public IReadOnlyList<string?>? ToUsers { get; init; }

    /// <summary>Values in the order of the template's fields, beside or instead of <c>data</c>: a list, or one text with commas between.</summary>
    public JsonElement Keywords { get; init; }

    /// <summary>Values by field name, field key (<c>thing1</c>) or page placeholder: texts, numbers, booleans.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Data { get; init; }

    /// <summary>Not before this moment; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Not at or after this moment: a message that would come later is skipped. Null for the engine's default.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Which lane it takes. Default transactional.</summary>
    public DeliveryPriority Priority { get; init; }

    /// <summary>Makes a repeat harmless: a second notification with the same key is answered with the first one's delivery.</summary>
    public string? DedupKey { get; init; }
}
