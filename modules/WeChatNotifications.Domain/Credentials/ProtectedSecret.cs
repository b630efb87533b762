using WeChatNotifications.Rules;
using WeChatNotifications.Security;

namespace WeChatNotifications.Credentials;

/// <summary>An app secret on its way into the database: encrypted, with the few characters that may be shown.</summary>
public sealed record ProtectedSecret
{
    private ProtectedSecret(string protectedText, string hint) => (Protected, Hint) = (protectedText, hint);

    /// <summary>The encrypted secret.</summary>
    public string Protected { get; }

    /// <summary>The last characters of the secret; empty when it is too short for showing any.</summary>
    public string Hint { get; }

    /// <summary>Encrypts an app secret.</summary>
    /// <exception cref="RuleViolationException">The secret is missing or too long. The text never holds the secret.</exception>
    public static ProtectedSecret Create(string? secret, ISecretProtector protector)
    {
        var check = new RuleCheck();
        var result = TryCreate(secret, protector, check);
        check.ThrowIfBroken();
        return result!;
    }

    /// <summary>Encrypts an app secret; null when it is missing or too long, and then <paramref name="check"/> says so.</summary>
    public static ProtectedSecret? TryCreate(string? secret, ISecretProtector protector, RuleCheck check)
    {
        var before = check.Violations.Count;
        var text = check.Text(secret, "secret", AppCredentialLimits.SecretLength);
        if (check.Violations.Count > before)
        {
            return null;
        }

        // Four of eight characters would give half of a secret away.
        var hint = text.Length >= AppCredentialLimits.SecretHintLength * 4 ? text[^AppCredentialLimits.SecretHintLength..] : "";
        return new ProtectedSecret(protector.Protect(SecretPurposes.AppSecret, text), hint);
    }

    /// <inheritdoc />
    public override string ToString() => nameof(ProtectedSecret);
}
