using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace WeChatNotifications.Security;

/// <summary>Protects secrets by ASP.NET Core's data protection, whose keys rotate by themselves.</summary>
internal sealed class DataProtectionSecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    /// <summary>
    /// Data protection begins its payload with four fixed bytes and the id of the key
    /// (<see href="https://learn.microsoft.com/aspnet/core/security/data-protection/implementation/authenticated-encryption-details"/>).
    /// </summary>
    private static readonly Range KeyId = 4..20;

    private readonly ConcurrentDictionary<string, IDataProtector> _protectors = new(StringComparer.Ordinal);

    public string Protect(string purpose, string plaintext) => ProtectorFor(purpose).Protect(plaintext);

    public string Unprotect(string purpose, string protectedText)
    {
        try
        {
            return ProtectorFor(purpose).Unprotect(protectedText);
        }
        catch (CryptographicException exception)
        {
            throw new SecretUnreadableException(exception);
        }
    }

    /// <inheritdoc />
    public bool IsOutdated(string protectedText)
        => KeyOf(protectedText) is { } key && KeyOf(Protect(nameof(IsOutdated), "")) is { } present && key != present;

    /// <summary>The key that protected a text; null for a text of another form, of which nothing can be said.</summary>
    private static Guid? KeyOf(string protectedText)
    {
        try
        {
            var payload = Base64Url.DecodeFromChars(protectedText);
            return payload.Length >= KeyId.End.Value ? new Guid(payload[KeyId]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private IDataProtector ProtectorFor(string purpose) => _protectors.GetOrAdd(purpose, static (p, source) => source.CreateProtector(p), provider);
}
