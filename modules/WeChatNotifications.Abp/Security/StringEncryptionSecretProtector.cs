using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Volo.Abp.Security.Encryption;
using WeChatNotifications.Security;

namespace WeChatNotifications.Abp.Security;

/// <summary>
/// Protects secrets by ABP's string encryption, and still reads what data protection has written: a host that moves to ABP, or to this
/// way of protecting, enters no secret again.
/// </summary>
/// <remarks>
/// ABP's cipher has one key and one initialization vector for everything. A random block at the front makes equal secrets look different,
/// and the purpose inside keeps a text made for one use from being read for another.
/// </remarks>
internal sealed class StringEncryptionSecretProtector : ISecretProtector
{
    /// <summary>No text of data protection's begins like this.</summary>
    private const string Mark = "abp1:";

    /// <summary>Twelve bytes are sixteen characters of base 64: one block of AES.</summary>
    private const int RandomBytes = 12;
    private const int RandomCharacters = 16;

    private readonly IStringEncryptionService _encryption;
    private readonly DataProtectionSecretProtector _earlier;

    /// <exception cref="InvalidOperationException">ABP's default pass phrase is in use, which stands in ABP's public source.</exception>
    public StringEncryptionSecretProtector(
        IStringEncryptionService encryption, IOptions<AbpStringEncryptionOptions> options, DataProtectionSecretProtector earlier)
    {
        if (options.Value.DefaultPassPhrase == new AbpStringEncryptionOptions().DefaultPassPhrase)
        {
            throw new InvalidOperationException(
                "StringEncryption:DefaultPassPhrase is not set, and everybody knows ABP's default. Set one of your own, or WeChatNotifications:Abp:SecretProtection to DataProtection.");
        }

        (_encryption, _earlier) = (encryption, earlier);
    }

    public bool IsOutdated(string protectedText) => !protectedText.StartsWith(Mark, StringComparison.Ordinal);

    public string Protect(string purpose, string plaintext)
    {
        var random = Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes));
        return Mark + _encryption.Encrypt($"{random}{purpose}\n{plaintext}");
    }

    public string Unprotect(string purpose, string protectedText)
    {
        if (IsOutdated(protectedText))
        {
            return _earlier.Unprotect(purpose, protectedText);
        }

        var text = Decrypt(protectedText[Mark.Length..]);
        var start = RandomCharacters + purpose.Length + 1;
        return text.Length >= start && text.AsSpan(RandomCharacters, purpose.Length + 1).SequenceEqual(purpose + "\n")
            ? text[start..]
            : throw new SecretUnreadableException();
    }

    private string Decrypt(string cipherText)
    {
        try
        {
            return _encryption.Decrypt(cipherText) ?? throw new SecretUnreadableException();
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or DecoderFallbackException)
        {
            throw new SecretUnreadableException(exception);
        }
    }
}
