using WeChatNotifications.Rules;
using WeChatNotifications.Security;

namespace WeChatNotifications.Credentials;

/// <summary>A secret of an app on its way into the database: encrypted, with the few characters that may be shown.</summary>
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

    /// <summary>Encrypts the token of the message push; null when it is not 3 to 32 letters and digits, and then <paramref name="check"/> says so.</summary>
    public static ProtectedSecret? TryCreateCallbackToken(string? token, ISecretProtector protector, RuleCheck check)
        => TryCreate(
            token, SecretPurposes.CallbackToken, protector, check, "token", RuleCodes.CallbackToken,
            static t => t.Length is >= AppCredentialLimits.MinCallbackTokenLength and <= AppCredentialLimits.CallbackTokenLength && t.All(char.IsAsciiLetterOrDigit));

    /// <summary>Encrypts an EncodingAESKey; null when it is not 43 characters of Base64, and then <paramref name="check"/> says so.</summary>
    public static ProtectedSecret? TryCreateEncodingAesKey(string? key, ISecretProtector protector, RuleCheck check)
        => TryCreate(
            key, SecretPurposes.EncodingAesKey, protector, check, "encodingAesKey", RuleCodes.EncodingAesKey,
            static t => t.Length == AppCredentialLimits.EncodingAesKeyLength && t.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));

    /// <inheritdoc />
    public override string ToString() => nameof(ProtectedSecret);

    private static ProtectedSecret? TryCreate(
        string? text, string purpose, ISecretProtector protector, RuleCheck check, string field, string rule, Func<string, bool> isRight)
    {
        var trimmed = text?.Trim() ?? "";
        if (!isRight(trimmed))
        {
            check.Add(new(field, trimmed.Length == 0 ? RuleCodes.Required : rule));
            return null;
        }

        return new ProtectedSecret(protector.Protect(purpose, trimmed), "");
    }
}
