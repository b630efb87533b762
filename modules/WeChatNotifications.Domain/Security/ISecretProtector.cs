namespace WeChatNotifications.Security;

/// <summary>Encrypts secrets at rest. A purpose keeps a value protected for one use from being read by another.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts <paramref name="plaintext"/>.</summary>
    string Protect(string purpose, string plaintext);

    /// <summary>Decrypts what <see cref="Protect"/> made for the same purpose.</summary>
    /// <exception cref="SecretUnreadableException">The keys that protected it are gone, or the value was tampered with.</exception>
    string Unprotect(string purpose, string protectedText);

    /// <summary>
    /// Whether <paramref name="protectedText"/> was made in a way that <see cref="Unprotect"/> still reads but <see cref="Protect"/>
    /// does not write any more. It is protected anew with the next change of what it belongs to.
    /// </summary>
    bool IsOutdated(string protectedText) => false;
}
