using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>Which call a message came by.</summary>
[JsonConverter(typeof(NamedEnumConverter<SimulatedChannel>))]
public enum SimulatedChannel : byte
{
    /// <summary><c>subscribe/send</c> of a mini program.</summary>
    [JsonStringEnumMemberName("subscribeMessage")]
    SubscribeMessage,

    /// <summary><c>wxopen/template/send</c> of a mini program.</summary>
    [JsonStringEnumMemberName("templateMessage")]
    TemplateMessage,

    /// <summary><c>wxopen/template/uniform_send</c> of a mini program.</summary>
    [JsonStringEnumMemberName("uniformMessage")]
    UniformMessage,

    /// <summary><c>template/send</c> of an official account.</summary>
    [JsonStringEnumMemberName("officialAccountTemplateMessage")]
    OfficialAccountTemplateMessage,

    /// <summary><c>subscribe/bizsend</c> of an official account.</summary>
    [JsonStringEnumMemberName("officialAccountSubscribeMessage")]
    OfficialAccountSubscribeMessage,
}
