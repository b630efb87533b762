using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatNotifications.Security;

namespace WeChatNotifications.Tokens;

/// <summary>A token as it is kept. In the distributed cache it is encrypted: whoever reads the cache must not be able to send.</summary>
internal sealed record CachedAccessToken(string Token, DateTimeOffset ExpiresAt, int SecretVersion)
{
    public override string ToString() => $"token until {ExpiresAt:O}";

    public byte[] Seal(ISecretProtector protector) => JsonSerializer.SerializeToUtf8Bytes(
        new Stored(protector.Protect(SecretPurposes.AccessToken, Token), ExpiresAt, SecretVersion), CachedAccessTokenJson.Default.Stored);

    /// <summary>Null when the entry was written by other software or under a key ring that is gone: then it is fetched anew.</summary>
    public static CachedAccessToken? Open(byte[] bytes, ISecretProtector protector)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, CachedAccessTokenJson.Default.Stored) is { } stored
                ? new CachedAccessToken(protector.Unprotect(SecretPurposes.AccessToken, stored.Token), stored.ExpiresAt, stored.SecretVersion)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
    }

    internal sealed record Stored(string Token, DateTimeOffset ExpiresAt, int SecretVersion);
}

[JsonSerializable(typeof(CachedAccessToken.Stored))]
internal sealed partial class CachedAccessTokenJson : JsonSerializerContext;
