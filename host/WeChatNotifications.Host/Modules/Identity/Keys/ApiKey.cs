using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.Host.Modules.Identity.Keys;

/// <summary>
/// A program's way in. Only a hash of the key is kept: it has 256 random bits, so a plain SHA-256 is enough and can be looked up.
/// </summary>
public sealed class ApiKey
{
    public const int NameLength = 128;

    /// <summary>How much of a key people see, to tell their keys apart.</summary>
    public const int PrefixLength = 12;

    /// <summary>Longer than any key; what is longer is not even hashed.</summary>
    public const int MaxKeyLength = 128;

    private const string Mark = "wcn_";
    private const int RandomBytes = 32;

    private ApiKey()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>Null for the host's own programs.</summary>
    public Guid? TenantId { get; private set; }

    public string Name { get; private set; } = "";

    public string Prefix { get; private set; } = "";

    public byte[] Hash { get; private set; } = [];

    public IReadOnlyList<string> Permissions { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>A new random key. The second value is the key itself, to be shown once.</summary>
    public static (ApiKey Stored, string Key) Generate(
        Guid? tenantId, string name, IEnumerable<string> permissions, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var key = Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        return (FromKey(tenantId, name, key, permissions, expiresAt, now), key);
    }

    /// <summary>Stores a key that is known already; for demonstrations only.</summary>
    public static ApiKey FromKey(
        Guid? tenantId, string name, string key, IEnumerable<string> permissions, DateTimeOffset? expiresAt, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(now),
            TenantId = tenantId,
            Name = name.Trim(),
            Prefix = key[..PrefixLength],
            Hash = HashOf(key),
            Permissions = [.. permissions.Distinct(StringComparer.Ordinal)],
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public bool IsUsable(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

    /// <summary>Adds permissions.</summary>
    public void Grant(IEnumerable<string> permissions)
    {
        var missing = permissions.Except(Permissions, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            Permissions = [.. Permissions, .. missing];
        }
    }

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
