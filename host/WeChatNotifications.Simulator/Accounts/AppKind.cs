using System.Text.Json.Serialization;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>What sort of account an appid belongs to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AppKind>))]
public enum AppKind
{
    [JsonStringEnumMemberName("miniProgram")]
    MiniProgram,

    [JsonStringEnumMemberName("officialAccount")]
    OfficialAccount,
}
