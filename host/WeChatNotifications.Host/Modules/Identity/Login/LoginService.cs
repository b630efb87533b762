using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Host.Demo;
using WeChatNotifications.Host.Modules.Identity.Persistence;

namespace WeChatNotifications.Host.Modules.Identity.Login;

/// <summary>Checks names and passwords.</summary>
public sealed partial class LoginService(
    IdentityDbContext identity, IPasswordHasher<User> hasher, TimeProvider time, IHostEnvironment environment,
    ILogger<LoginService> logger)
{
    /// <summary>Wrong passwords in a row before an account is locked.</summary>
    public const int MaxFailures = 5;

    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    // Unknown names take as long as known ones, so that the time of an answer does not tell which names exist.
    private static readonly Lazy<(User User, string Hash)> Nobody = new(() =>
    {
        var user = User.Create(Guid.Empty, "nobody", [], DateTimeOffset.UnixEpoch);
        return (user, new PasswordHasher<User>().HashPassword(user, Guid.NewGuid().ToString()));
    });

    /// <summary>The caller's identity, or null: wrong name, wrong password, locked and switched off look the same from outside.</summary>
    public async Task<ClaimsIdentity?> LoginAsync(string? name, string? password, string scheme, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var normalized = User.NormalizeName(name ?? "");
        var user = await identity.Users.FirstOrDefaultAsync(u => u.Name == normalized, cancellationToken);
        var verdict = hasher.VerifyHashedPassword(user ?? Nobody.Value.User, user?.PasswordHash ?? Nobody.Value.Hash, password ?? "");
        if (user is null || !user.IsEnabled || (DemoData.IsPublicPassword(password) && !environment.IsDevelopment()))
        {
            LogUnknown();
            return null;
        }

        if (user.IsLocked(now))
        {
            LogLocked(user.Id);
            return null;
        }

        if (verdict == PasswordVerificationResult.Failed)
        {
            await CountFailureAsync(user.Id, now, cancellationToken);
            LogWrongPassword(user.Id);
            return null;
        }

        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.RenewHash(hasher.HashPassword(user, password!));
            await identity.SaveChangesAsync(cancellationToken);
        }

        await identity.Users.Where(u => u.Id == user.Id && (u.FailedLogins > 0 || u.LockedUntil != null)).ExecuteUpdateAsync(
            u => u.SetProperty(x => x.FailedLogins, 0).SetProperty(x => x.LockedUntil, (DateTimeOffset?)null), cancellationToken);
        var result = HostClaims.Identity(scheme, user.Id, user.Name, user.TenantId, user.Permissions);
        result.AddClaim(new(HostClaims.SecurityStamp, user.SecurityStamp.ToString()));
        return result;
    }

    /// <summary>Whether a cookie made for <paramref name="principal"/> still counts.</summary>
    public async Task<bool> IsStillValidAsync(ClaimsPrincipal? principal, CancellationToken cancellationToken)
        => Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            && Guid.TryParse(principal.FindFirstValue(HostClaims.SecurityStamp), out var stamp)
            && await identity.Users.AnyAsync(u => u.Id == id && u.SecurityStamp == stamp && u.IsEnabled, cancellationToken);

    // In the database, so that guesses made at the same time are all counted.
    private Task<int> CountFailureAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? lockedUntil = now + LockTime;
        return identity.Users.Where(u => u.Id == id).ExecuteUpdateAsync(
            u => u
                .SetProperty(x => x.LockedUntil, x => x.FailedLogins + 1 >= MaxFailures ? lockedUntil : x.LockedUntil)
                .SetProperty(x => x.FailedLogins, x => x.FailedLogins + 1 >= MaxFailures ? 0 : x.FailedLogins + 1),
            cancellationToken);
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Log-in refused: no such user, switched off, or a password that everybody knows")]
    private partial void LogUnknown();

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Log-in refused: user {UserId} is locked")]
    private partial void LogLocked(Guid userId);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Warning, Message = "Log-in refused: wrong password for user {UserId}")]
    private partial void LogWrongPassword(Guid userId);
}
