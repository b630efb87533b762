using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Security;

namespace WeChatNotifications.MiniProgram;

/// <summary>
/// Makes and reads the sessions of mini programs' users. A session is encrypted and signed by the host's data protection, so that every
/// node reads it, nobody else can make one, and nothing has to be stored.
/// </summary>
internal sealed class MiniProgramSessions(IDataProtectionProvider provider, IOptions<MiniProgramOptions> options, TimeProvider timeProvider)
{
    /// <summary>Longer than any session of ours; what is longer is not even tried.</summary>
    private const int MaxLength = 2_048;

    // Not by ISecretProtector: a host may protect stored secrets in a way that does not notice changes, and this text comes from outside.
    private readonly IDataProtector _protector = provider.CreateProtector(SecretPurposes.MiniProgramSession);

    /// <summary>Begins a session.</summary>
    public (string Session, DateTimeOffset ExpiresAt) Begin(MiniProgramUser user)
    {
        var now = timeProvider.GetUtcNow();
        var expiresAt = now + options.Value.SessionLifetime;
        var content = new Content(user.TenantId, user.AppCredentialId, user.OpenId, now.ToUnixTimeSeconds(), expiresAt.ToUnixTimeSeconds());
        return (_protector.Protect(JsonSerializer.Serialize(content)), DateTimeOffset.FromUnixTimeSeconds(content.Expires));
    }

    /// <summary>Reads a session; null when it is none of ours, or over.</summary>
    public MiniProgramUser? Read(string? session)
    {
        if (session is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        try
        {
            var content = JsonSerializer.Deserialize<Content>(_protector.Unprotect(session))!;
            var now = timeProvider.GetUtcNow().ToUnixTimeSeconds();

            // A shorter life that was configured since holds for old sessions too.
            return now < content.Expires && now - content.Issued < options.Value.SessionLifetime.TotalSeconds
                ? new MiniProgramUser(content.Tenant, content.App, content.OpenId)
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private sealed record Content(Guid? Tenant, Guid App, string OpenId, long Issued, long Expires);
}
