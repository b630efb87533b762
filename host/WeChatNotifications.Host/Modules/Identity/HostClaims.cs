using System.Security.Claims;
using WeChatNotifications.HttpApi.Security;

namespace WeChatNotifications.Host.Modules.Identity;

/// <summary>The claims of a caller, the same for people and programs.</summary>
public static class HostClaims
{
    public const string Tenant = "tenant";
    public const string SecurityStamp = "stamp";

    public static ClaimsIdentity Identity(
        string authenticationType, Guid id, string name, Guid tenantId, IEnumerable<string> permissions)
    {
        var identity = new ClaimsIdentity(authenticationType, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, id.ToString()));
        identity.AddClaim(new(ClaimTypes.Name, name));
        identity.AddClaim(new(Tenant, tenantId.ToString()));
        identity.AddClaims(permissions.Select(p => new Claim(WeChatNotificationsClaims.Permission, p)));
        return identity;
    }

    public static Guid? TenantOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Tenant), out var id) ? id : null;
}
