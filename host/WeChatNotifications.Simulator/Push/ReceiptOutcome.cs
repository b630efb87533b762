using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Push;

/// <summary>What a receipt says of an accepted message.</summary>
[JsonConverter(typeof(NamedEnumConverter<ReceiptOutcome>))]
public enum ReceiptOutcome
{
    [JsonStringEnumMemberName("success")]
    Success,

    /// <summary>The user blocks the official account. A subscribe message knows no such end: it fails as <see cref="SystemFailed"/>.</summary>
    [JsonStringEnumMemberName("userBlock")]
    UserBlock,

    [JsonStringEnumMemberName("systemFailed")]
    SystemFailed,
}
