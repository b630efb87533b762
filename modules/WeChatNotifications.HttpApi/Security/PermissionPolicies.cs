using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.HttpApi.Security;

/// <summary>
/// Adds a policy for every permission of the module that the host did not define itself: an authenticated caller with the claim
/// <see cref="WeChatNotificationsClaims.Permission"/> of that name, and for a host-side permission no tenant.
/// </summary>
internal sealed class PermissionPolicies : IPostConfigureOptions<AuthorizationOptions>
{
    public void PostConfigure(string? name, AuthorizationOptions options)
    {
        foreach (var permission in WeChatNotificationsPermissionTree.All.Where(p => options.GetPolicy(p.Name) is null))
        {
            options.AddPolicy(permission.Name, policy =>
            {
                policy.RequireAuthenticatedUser().RequireClaim(WeChatNotificationsClaims.Permission, permission.Name);
                if (permission.IsHostSide)
                {
                    policy.AddRequirements(new HostSideRequirement());
                }
            });
        }
    }
}
