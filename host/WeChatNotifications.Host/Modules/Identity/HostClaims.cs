using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using WeChatNotifications.HttpApi.Security;

namespace WeChatNotifications.Host.Modules.Identity;

/// <summary>The claims of a caller, the same for people and programs.</summary>
public static class HostClaims
{
    public const string Tenant = "tenant";
    public const string SecurityStamp = "stamp";

    public static ClaimsIdentity Identity(
        string authenticationType, Guid id, string name, Guid? tenantId, IEnumerable<string> permissions)
    {
        var identity = new ClaimsIdentity(authenticationType, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, id.ToString()));
        identity.AddClaim(new(ClaimTypes.Name, name));
        if (tenantId is { } tenant)
        {
            identity.AddClaim(new(Tenant, tenant.ToString()));
        }

        identity.AddClaims(permissions.Select(p => new Claim(WeChatNotificationsClaims.Permission, p)));
        return identity;
    }

    /// <summary>Whom a log-in of a mini program on the same request may be tied to: people, not programs with a key.</summary>
    public static string? PersonOf(ClaimsPrincipal user)
        => user.Identity?.AuthenticationType == CookieAuthenticationDefaults.AuthenticationScheme ? user.FindFirstValue(ClaimTypes.NameIdentifier) : null;

    public static Guid? TenantOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Tenant), out var id) ? id : null;
}
