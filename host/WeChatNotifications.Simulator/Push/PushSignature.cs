using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.Simulator.Push;

/// <summary>What proves that a push comes from somebody who knows the token.</summary>
internal static class PushSignature
{
    /// <summary>Lower-case SHA-1 of the parts in plain string order: token, timestamp, nonce, and the encrypted text for <c>msg_signature</c>.</summary>
    public static string Of(params string[] parts)
    {
        var sorted = string.Concat(parts.Order(StringComparer.Ordinal));
#pragma warning disable CA5350 // WeChat's protocol, not our choice.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(sorted)));
#pragma warning restore CA5350
    }
}
