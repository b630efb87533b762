using System.Text.Json.Serialization;
using Volo.Abp.EventBus;
using Volo.Abp.MultiTenancy;
using Volo.Abp.ObjectExtending;
using WeChatNotifications.Abp.Json;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Events;

/// <summary>
/// "Tell these users that", from whatever service publishes it on the distributed event bus. A bus may deliver it more than once: the
/// repeats are answered with the first one's deliveries. One that breaks a rule is answered with a
/// <see cref="WeChatNotificationRejectedEto"/>.
/// </summary>
/// <remarks>Extra properties are values of the template too, where <see cref="Data"/> has none of that name.</remarks>
[EventName("WeChatNotifications.Send")]
public class SendWeChatNotificationEto : ExtensibleObject, IMultiTenant
{
    /// <summary>Names the wish: makes a repeated delivery of the event harmless when there is no <see cref="DedupKey"/>, and comes back in a rejection.</summary>
    public Guid Id { get; set; } = Guid.NewGuid();

    /// <summary>The tenant that sends; null for the host itself.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>Logical name of the template.</summary>
    public string Template { get; set; } = "";

    /// <summary>Who is told, by openid of the template's app; with <see cref="UserIds"/> 1 to <see cref="DeliveryLimits.MaxRecipients"/>.</summary>
    public IList<string> OpenIds { get; set; } = [];

    /// <summary>
    /// Who is told, by the host's own user id. Each is reached by the first template of the chain whose app knows the user; for one whom none
    /// knows a <see cref="WeChatDeliverySkippedEto"/> comes back.
    /// </summary>
    public IList<string> UserIds { get; set; } = [];

    /// <summary>Values by field name, field key or page placeholder: texts, numbers, booleans, times. What JSON has no type for comes as text.</summary>
    [JsonConverter(typeof(PlainValuesJsonConverter))]
    public IDictionary<string, object?> Data { get; set; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Values in the order of the template's fields, beside or instead of <see cref="Data"/>; null for none. In JSON also one text with commas between.</summary>
    [JsonConverter(typeof(PlainValueListJsonConverter))]
    public IReadOnlyList<object?>? Keywords { get; set; }

    /// <summary>Not before this moment; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Not at or after this moment; null for the tenant's default.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Which lane it takes.</summary>
    public DeliveryPriority Priority { get; set; }

    /// <summary>Makes a repeat of the business event harmless, unique in the tenant; null for <see cref="Id"/>.</summary>
    public string? DedupKey { get; set; }
}
