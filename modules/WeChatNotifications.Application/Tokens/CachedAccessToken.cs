using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatNotifications.Security;

namespace WeChatNotifications.Tokens;

/// <summary>A token as it is kept. In the distributed cache it is encrypted: whoever reads the cache must not be able to send.</summary>
internal sealed record CachedAccessToken(string Token, DateTimeOffset ExpiresAt, int SecretVersion, DateTimeOffset? FetchedAt = null)
{
    public override string ToString() => $"token until {ExpiresAt:O}";

    /// <summary>The whole entry is protected and names its app, so that nobody can prolong it or move it to another app.</summary>
    public byte[] Seal(Guid appId, ISecretProtector protector) => Encoding.UTF8.GetBytes(protector.Protect(
        SecretPurposes.AccessToken, JsonSerializer.Serialize(new Stored(appId, Token, ExpiresAt, SecretVersion, FetchedAt), CachedAccessTokenJson.Default.Stored)));

    /// <summary>Null when the entry is another app's, was written by other software, or under a key ring that is gone: then it is fetched anew.</summary>
    public static CachedAccessToken? Open(byte[] bytes, Guid appId, ISecretProtector protector)
    {
        try
        {
            var json = protector.Unprotect(SecretPurposes.AccessToken, Encoding.UTF8.GetString(bytes));
            return JsonSerializer.Deserialize(json, CachedAccessTokenJson.Default.Stored) is { Token.Length: > 0 } stored && stored.App == appId
                ? new CachedAccessToken(stored.Token, stored.ExpiresAt, stored.SecretVersion, stored.FetchedAt)
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

    /// <summary>An entry that was written before the moment was noted has none.</summary>
    internal sealed record Stored(Guid App, string Token, DateTimeOffset ExpiresAt, int SecretVersion, DateTimeOffset? FetchedAt = null)
    {
        public override string ToString() => $"stored token of {App}";
    }
}

[JsonSerializable(typeof(CachedAccessToken.Stored))]
internal sealed partial class CachedAccessTokenJson : JsonSerializerContext;
