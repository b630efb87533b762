using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>Which WeChat is simulated.</summary>
[JsonConverter(typeof(NamedEnumConverter<SimulatedPeriod>))]
public enum SimulatedPeriod
{
    /// <summary>Template messages by form id and uniform messages work; forms give form ids.</summary>
    [JsonStringEnumMemberName("2018")]
    Of2018,

    /// <summary>Both are retired: 45103 and 45109. Forms give a mock string instead of form ids.</summary>
    [JsonStringEnumMemberName("today")]
    Today,
}
