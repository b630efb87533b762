namespace WeChatNotifications.Host.Modules.Identity;

/// <summary>A person who logs in with a password.</summary>
public sealed class User
{
    public const int NameLength = 64;

    private User()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>Null for the host's own people, who look after all tenants but see no tenant's data.</summary>
    public Guid? TenantId { get; private set; }

    /// <summary>Unique over all tenants, so that logging in needs no tenant; lower case.</summary>
    public string Name { get; private set; } = "";

    public string PasswordHash { get; private set; } = "";

    /// <summary>Changes with the password and with the permissions; a cookie made before is worth nothing.</summary>
    public Guid SecurityStamp { get; private set; }

    public IReadOnlyList<string> Permissions { get; private set; } = [];

    public bool IsEnabled { get; private set; }

    /// <summary>Wrong passwords since the last right one or the last lock-out.</summary>
    public int FailedLogins { get; private set; }

    public DateTimeOffset? LockedUntil { get; private set; }

    public static User Create(Guid? tenantId, string name, IEnumerable<string> permissions, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        TenantId = tenantId,
        Name = NormalizeName(name),
        Permissions = [.. permissions.Distinct(StringComparer.Ordinal)],
        SecurityStamp = Guid.NewGuid(),
        IsEnabled = true,
    };

    public static string NormalizeName(string name) => name.Trim().ToLowerInvariant();

    public void ChangePassword(string passwordHash) => (PasswordHash, SecurityStamp) = (passwordHash, Guid.NewGuid());

    /// <summary>The same password in a newer format; who is logged in stays so.</summary>
    public void RenewHash(string passwordHash) => PasswordHash = passwordHash;

    /// <summary>Adds permissions; who is logged in has to log in again, unless there were none to add.</summary>
    public void Grant(IEnumerable<string> permissions)
    {
        var missing = permissions.Except(Permissions, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            (Permissions, SecurityStamp) = ([.. Permissions, .. missing], Guid.NewGuid());
        }
    }

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;
}
