namespace WeChatNotifications.Security;

/// <summary>Encrypts secrets at rest. A purpose keeps a value protected for one use from being read by another.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts <paramref name="plaintext"/>.</summary>
    string Protect(string purpose, string plaintext);

    /// <summary>Decrypts what <see cref="Protect"/> made for the same purpose.</summary>
    /// <exception cref="SecretUnreadableException">The keys that protected it are gone, or the value was tampered with.</exception>
    string Unprotect(string purpose, string protectedText);
}
