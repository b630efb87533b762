using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace WeChatNotifications.Security;

/// <summary>Protects secrets by ASP.NET Core's data protection, whose keys rotate by themselves.</summary>
internal sealed class DataProtectionSecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
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

    private IDataProtector ProtectorFor(string purpose) => _protectors.GetOrAdd(purpose, static (p, source) => source.CreateProtector(p), provider);
}
