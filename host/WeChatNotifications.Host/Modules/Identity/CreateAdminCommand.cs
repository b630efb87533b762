using System.Security.Cryptography;
using WeChatNotifications.Host.Modules.Orders;
using WeChatNotifications.Host.Startup;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Host.Modules.Identity;

/// <summary>
/// <c>dotnet run -- create-admin --name alice [--tenant acme] [--api-key true]</c>: the first way into a host that has no demonstration data.
/// With a tenant (made if there is none) its administrator, without one an administrator of the host itself.
/// </summary>
internal static class CreateAdminCommand
{
    public const string Name = "create-admin";

    private const string PasswordVariable = "ADMIN_PASSWORD";
    private const string PasswordLetters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    /// <summary>Makes the user, and a key if wanted; what is secret is written to <paramref name="output"/> once and kept nowhere.</summary>
    /// <exception cref="StartupException">The name is missing or taken, or the password too short.</exception>
    public static async Task RunAsync(IServiceProvider services, IConfiguration configuration, TextWriter output, CancellationToken cancellationToken)
    {
        if (configuration["name"] is not { Length: > 0 } name)
        {
            throw new StartupException($"Usage: {Name} --name <user> [--tenant <tenant>] [--api-key true]. The password is taken from the variable {PasswordVariable}, or made.");
        }

        await using var scope = services.CreateAsyncScope();
        var identity = scope.ServiceProvider.GetRequiredService<IdentityAdministration>();
        try
        {
            // Not from the command line: other users of the machine can read that.
            var given = configuration[PasswordVariable];
            var password = string.IsNullOrEmpty(given) ? RandomNumberGenerator.GetString(PasswordLetters, 20) : given;
            var tenant = configuration["tenant"] is { Length: > 0 } tenantName ? await identity.EnsureTenantAsync(tenantName, cancellationToken) : null;
            IReadOnlyList<string> permissions = tenant is null
                ? WeChatNotificationsPermissions.All
                : [.. WeChatNotificationsPermissionTree.TenantSide, .. OrdersPermissions.All];
            await identity.CreateUserAsync(tenant?.Id, name, password, permissions, cancellationToken);
            await output.WriteLineAsync($"Created {name}, administrator of {(tenant is null ? "the host" : $"tenant {tenant.Name} ({tenant.Id})")}.");
            if (string.IsNullOrEmpty(given))
            {
                await output.WriteLineAsync($"Password: {password}");
            }

            if (configuration.GetValue("api-key", defaultValue: false))
            {
                var key = await identity.CreateApiKeyAsync(tenant?.Id, name, permissions, expiresAt: null, cancellationToken);
                await output.WriteLineAsync($"API key: {key}");
            }
        }
        catch (ArgumentException exception)
        {
            throw new StartupException(exception.Message, exception);
        }
    }
}
