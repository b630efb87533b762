using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>
/// The key behind WeChat's <c>EncodingAESKey</c>: 43 characters of Base64 without padding, which carry 258 bits for a key of 256.
/// The two bits too many need not be zero, and in keys made of random letters they seldom are; they are ignored.
/// </summary>
public sealed class EncodingAesKey
{
    /// <summary>Characters of a key.</summary>
    public const int Length = 43;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    private readonly byte[] _bytes;

    private EncodingAesKey(byte[] bytes) => _bytes = bytes;

    /// <summary>The 32 bytes of the key.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads a key.</summary>
    /// <param name="text">43 characters of the Base64 alphabet.</param>
    /// <param name="key">The key.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EncodingAesKey? key)
    {
        key = null;
        if (text is not { Length: Length } || text.AsSpan().ContainsAnyExcept(Allowed))
        {
            return false;
        }

        var last = Alphabet[Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & ~3];
        key = new EncodingAesKey(Convert.FromBase64String($"{text.AsSpan(0, Length - 1)}{last}="));
        return true;
    }

    /// <summary>A new random key of letters and digits, which is what WeChat's settings page takes.</summary>
    public static string Generate() => RandomNumberGenerator.GetString(Alphabet.AsSpan(0, 62), Length);

    /// <summary>Never the key.</summary>
    public override string ToString() => nameof(EncodingAesKey);
}
