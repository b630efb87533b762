using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>What sort of account an appid belongs to.</summary>
[JsonConverter(typeof(NamedEnumConverter<AppKind>))]
public enum AppKind
{
    [JsonStringEnumMemberName("miniProgram")]
    MiniProgram,

    [JsonStringEnumMemberName("officialAccount")]
    OfficialAccount,
}
