using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>
/// WeChat's encryption of pushed messages: AES-256-CBC whose first vector is the first half of the key, over 16 random bytes, the
/// length of the message, the message and the appid, padded to 32 bytes.
/// </summary>
/// <param name="key">The account's key.</param>
/// <param name="appId">The account's appid, which stands behind each message: one that is meant for another account is not ours.</param>
public sealed class CallbackCipher(EncodingAesKey key, string appId)
{
    private const int RandomLength = 16;
    private const int HeadLength = RandomLength + sizeof(uint);

    /// <summary>WeChat pads to its own block, which is twice that of AES: .NET's padding would refuse 17 to 32.</summary>
    private const int Block = 32;

    private readonly byte[] _appId = Encoding.UTF8.GetBytes(appId);

    /// <summary>Encrypts a message, such as an answer to a push.</summary>
    /// <param name="message">What to encrypt.</param>
    /// <returns>Base64, as <c>Encrypt</c> holds it.</returns>
    public string Encrypt(ReadOnlySpan<byte> message)
    {
        Span<byte> random = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(random);
        return Encrypt(message, random);
    }

    /// <summary>Decrypts a message. Check its <see cref="CallbackSignature"/> first: decryption alone proves nothing.</summary>
    /// <param name="encrypted">Base64, as <c>Encrypt</c> holds it.</param>
    /// <returns>The message; null when it was encrypted with another key, for another appid, or not at all.</returns>
    public byte[]? Decrypt(string encrypted)
    {
        ArgumentNullException.ThrowIfNull(encrypted);
        var bytes = new byte[(encrypted.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(encrypted, bytes, out var length) || length < Block || length % Block != 0)
        {
            return null;
        }

        using var aes = CreateAes();
        var plain = aes.DecryptCbc(bytes.AsSpan(0, length), key.Bytes[..16], PaddingMode.None);
        return WithoutPadding(plain, out var content) ? Unwrap(content) : null;
    }

    internal string Encrypt(ReadOnlySpan<byte> message, ReadOnlySpan<byte> random)
    {
        var length = HeadLength + message.Length + _appId.Length;
        var padding = Block - (length % Block);
        var plain = new byte[length + padding];
        random.CopyTo(plain);
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(RandomLength), (uint)message.Length);
        message.CopyTo(plain.AsSpan(HeadLength));
        _appId.CopyTo(plain.AsSpan(HeadLength + message.Length));
        plain.AsSpan(length).Fill((byte)padding);
        using var aes = CreateAes();
        return Convert.ToBase64String(aes.EncryptCbc(plain, key.Bytes[..16], PaddingMode.None));
    }

    private static bool WithoutPadding(ReadOnlySpan<byte> plain, out ReadOnlySpan<byte> content)
    {
        var padding = plain[^1];
        var isPadded = padding is >= 1 and <= Block && !plain[^padding..].ContainsAnyExcept(padding);
        content = isPadded ? plain[..^padding] : default;
        return isPadded;
    }

    private byte[]? Unwrap(ReadOnlySpan<byte> content)
    {
        if (content.Length < HeadLength)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(content[RandomLength..]);
        var rest = content[HeadLength..];
        return length <= rest.Length && CryptographicOperations.FixedTimeEquals(rest[(int)length..], _appId) ? rest[..(int)length].ToArray() : null;
    }

    private Aes CreateAes()
    {
        var aes = Aes.Create();
        aes.SetKey(key.Bytes);
        return aes;
    }
}
