using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Host.Modules.Identity.Keys;
using WeChatNotifications.Host.Modules.Identity.Persistence;

namespace WeChatNotifications.Host.Modules.Identity;

/// <summary>Creates tenants, users and keys: for the command line and for the demonstration data.</summary>
public sealed class IdentityAdministration(IdentityDbContext identity, IPasswordHasher<User> hasher, TimeProvider time)
{
    public const int MinPasswordLength = 10;

    /// <summary>The tenant of that name, made now if there is none.</summary>
    public async Task<Tenant> EnsureTenantAsync(string name, CancellationToken cancellationToken)
    {
        var normalized = Tenant.NormalizeName(name);
        if (await identity.Tenants.FirstOrDefaultAsync(t => t.Name == normalized, cancellationToken) is { } existing)
        {
            return existing;
        }

        var tenant = Tenant.Create(normalized, time.GetUtcNow());
        identity.Tenants.Add(tenant);
        await identity.SaveChangesAsync(cancellationToken);
        return tenant;
    }

    public Task<bool> UserExistsAsync(string name, CancellationToken cancellationToken)
    {
        var normalized = User.NormalizeName(name);
        return identity.Users.AnyAsync(u => u.Name == normalized, cancellationToken);
    }

    /// <exception cref="InvalidOperationException">There is no such user.</exception>
    public Task<User> GetUserAsync(string name, CancellationToken cancellationToken)
    {
        var normalized = User.NormalizeName(name);
        return identity.Users.SingleAsync(u => u.Name == normalized, cancellationToken);
    }

    /// <exception cref="ArgumentException">The name is taken or too long, or the password is too short.</exception>
    public async Task<User> CreateUserAsync(
        Guid? tenantId, string name, string password, IEnumerable<string> permissions, CancellationToken cancellationToken)
    {
        if (User.NormalizeName(name).Length is 0 or > User.NameLength)
        {
            throw new ArgumentException($"A user's name has 1 to {User.NameLength} characters.", nameof(name));
        }

        if (password.Length < MinPasswordLength)
        {
            throw new ArgumentException($"A password has at least {MinPasswordLength} characters.", nameof(password));
        }

        if (await UserExistsAsync(name, cancellationToken))
        {
            throw new ArgumentException($"There is a user '{name}' already.", nameof(name));
        }

        var user = User.Create(tenantId, name, permissions, time.GetUtcNow());
        user.ChangePassword(hasher.HashPassword(user, password));
        identity.Users.Add(user);
        await identity.SaveChangesAsync(cancellationToken);
        return user;
    }

    /// <summary>Makes a key and returns it; it is not kept and cannot be shown again.</summary>
    public async Task<string> CreateApiKeyAsync(
        Guid? tenantId, string name, IEnumerable<string> permissions, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var (stored, key) = ApiKey.Generate(tenantId, name, permissions, expiresAt, time.GetUtcNow());
        identity.ApiKeys.Add(stored);
        await identity.SaveChangesAsync(cancellationToken);
        return key;
    }

    /// <summary>The user of that name, made now if there is none, with at least these permissions.</summary>
    /// <exception cref="ArgumentException">The name is too long, or the password is too short.</exception>
    public async Task<User> EnsureUserAsync(
        Guid? tenantId, string name, string password, IReadOnlyCollection<string> permissions, CancellationToken cancellationToken)
    {
        if (!await UserExistsAsync(name, cancellationToken))
        {
            return await CreateUserAsync(tenantId, name, password, permissions, cancellationToken);
        }

        var user = await GetUserAsync(name, cancellationToken);
        user.Grant(permissions);
        await identity.SaveChangesAsync(cancellationToken);
        return user;
    }

    /// <summary>Stores a key that everybody may know, with at least these permissions; for demonstrations.</summary>
    public async Task EnsureKnownKeyAsync(
        Guid? tenantId, string name, string key, IReadOnlyCollection<string> permissions, CancellationToken cancellationToken)
    {
        var hash = ApiKey.HashOf(key);
        if (await identity.ApiKeys.FirstOrDefaultAsync(k => k.Hash == hash, cancellationToken) is { } stored)
        {
            stored.Grant(permissions);
        }
        else
        {
            identity.ApiKeys.Add(ApiKey.FromKey(tenantId, name, key, permissions, expiresAt: null, time.GetUtcNow()));
        }

        await identity.SaveChangesAsync(cancellationToken);
    }
}
