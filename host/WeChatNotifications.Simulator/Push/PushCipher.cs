using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.Simulator.Push;

/// <summary>
/// WeChat's encryption of pushed messages: AES-256-CBC over 16 random bytes, the message's length, the message and the appid. The
/// padding goes to multiples of 32 bytes, more than the cipher needs and than AES libraries take off by themselves.
/// </summary>
internal sealed class PushCipher(string encodingAesKey, string appId)
{
    public const int RandomLength = 16;
    private const int LengthLength = 4;
    private const int PaddedTo = 32;

    private readonly byte[] _key = Convert.FromBase64String(encodingAesKey + "=");
    private readonly byte[] _appId = Encoding.UTF8.GetBytes(appId);

    public static byte[] NewRandom() => RandomNumberGenerator.GetBytes(RandomLength);

    /// <returns>Base64.</returns>
    public string Encrypt(string message, ReadOnlySpan<byte> random)
    {
        var text = Encoding.UTF8.GetBytes(message);
        var used = RandomLength + LengthLength + text.Length + _appId.Length;
        var padding = PaddedTo - (used % PaddedTo);
        var plain = new byte[used + padding];
        random.CopyTo(plain);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(RandomLength), text.Length);
        text.CopyTo(plain, RandomLength + LengthLength);
        _appId.CopyTo(plain, RandomLength + LengthLength + text.Length);
        plain.AsSpan(used).Fill((byte)padding);
        using var aes = NewAes();
        return Convert.ToBase64String(aes.EncryptCbc(plain, InitialVector, PaddingMode.None));
    }

    /// <returns>Null for what was not encrypted with this key for this app.</returns>
    public string? Decrypt(string encrypted)
    {
        var bytes = new byte[encrypted.Length];
        if (!Convert.TryFromBase64String(encrypted, bytes, out var length) || length == 0 || length % PaddedTo != 0)
        {
            return null;
        }

        using var aes = NewAes();
        ReadOnlySpan<byte> plain = aes.DecryptCbc(bytes.AsSpan(0, length), InitialVector, PaddingMode.None);
        var padding = plain[^1];
        if (padding is 0 or > PaddedTo || plain[^padding..].ContainsAnyExcept(padding))
        {
            return null;
        }

        plain = plain[..^padding];
        if (plain.Length < RandomLength + LengthLength)
        {
            return null;
        }

        var textLength = BinaryPrimitives.ReadUInt32BigEndian(plain[RandomLength..]);
        var rest = plain[(RandomLength + LengthLength)..];
        return textLength <= rest.Length && rest[(int)textLength..].SequenceEqual(_appId) ? Encoding.UTF8.GetString(rest[..(int)textLength]) : null;
    }

    private ReadOnlySpan<byte> InitialVector => _key.AsSpan(0, 16);

    private Aes NewAes()
    {
        var aes = Aes.Create();
        aes.Key = _key;
        return aes;
    }
}
