using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>
/// The signature that WeChat puts into the query of every push: SHA-1 over the token, the time stamp and the nonce (for
/// <c>msg_signature</c> also over the encrypted text), sorted as byte strings and joined.
/// </summary>
public static class CallbackSignature
{
    /// <summary>Characters of a signature: lower-case hexadecimal.</summary>
    public const int Length = 40;

    /// <summary>Computes <c>signature</c>, or <c>msg_signature</c> when an encrypted text is given.</summary>
    /// <param name="token">The token that the account's settings at WeChat name.</param>
    /// <param name="timestamp">The query's <c>timestamp</c>, as it came.</param>
    /// <param name="nonce">The query's <c>nonce</c>, as it came.</param>
    /// <param name="encrypted">The body's <c>Encrypt</c>, as it came.</param>
    public static string Compute(string token, string timestamp, string nonce, string? encrypted = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(timestamp);
        ArgumentNullException.ThrowIfNull(nonce);
        byte[][] parts = encrypted is null
            ? [Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(timestamp), Encoding.UTF8.GetBytes(nonce)]
            : [Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(timestamp), Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(encrypted)];
        Array.Sort(parts, static (left, right) => left.AsSpan().SequenceCompareTo(right));
#pragma warning disable CA5350 // WeChat's protocol knows nothing stronger.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a signature is right. Takes the same time wherever the first wrong character stands.</summary>
    /// <param name="given">The signature that came; null or one of another length is wrong.</param>
    /// <param name="token">As for <see cref="Compute"/>.</param>
    /// <param name="timestamp">As for <see cref="Compute"/>.</param>
    /// <param name="nonce">As for <see cref="Compute"/>.</param>
    /// <param name="encrypted">As for <see cref="Compute"/>.</param>
    public static bool Matches(string? given, string token, string timestamp, string nonce, string? encrypted = null)
    {
        var expected = Encoding.ASCII.GetBytes(Compute(token, timestamp, nonce, encrypted));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(given ?? ""));
    }
}
