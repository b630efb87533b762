using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.HttpApi.Security;

/// <summary>
/// Adds a policy for every permission of the module that the host did not define itself: an authenticated caller with the claim
/// <see cref="WeChatNotificationsClaims.Permission"/> of that name.
/// </summary>
internal sealed class PermissionPolicies : IPostConfigureOptions<AuthorizationOptions>
{
    public void PostConfigure(string? name, AuthorizationOptions options)
    {
        foreach (var permission in WeChatNotificationsPermissions.All.Where(p => options.GetPolicy(p) is null))
        {
            options.AddPolicy(permission, policy => policy
                .RequireAuthenticatedUser()
                .RequireClaim(WeChatNotificationsClaims.Permission, permission));
        }
    }
}
