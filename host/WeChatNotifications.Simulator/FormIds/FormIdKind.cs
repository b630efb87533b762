using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.FormIds;

/// <summary>Where the permit for a template message comes from.</summary>
[JsonConverter(typeof(NamedEnumConverter<FormIdKind>))]
public enum FormIdKind
{
    /// <summary>A submitted form, good for one message.</summary>
    [JsonStringEnumMemberName("formId")]
    FormId,

    /// <summary>A payment, good for several.</summary>
    [JsonStringEnumMemberName("prepayId")]
    PrepayId,
}
