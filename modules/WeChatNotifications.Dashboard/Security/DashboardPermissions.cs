using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace WeChatNotifications.Dashboard.Security;

/// <summary>What the user of the present request may do; each permission is asked for once.</summary>
public sealed class DashboardPermissions(IHttpContextAccessor contexts, IAuthorizationService authorization)
{
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Whether the user holds a permission.</summary>
    public async Task<bool> HasAsync(string permission)
    {
        if (!_known.TryGetValue(permission, out var isGranted))
        {
            var user = contexts.HttpContext!.User;
            isGranted = user.Identity?.IsAuthenticated == true && (await authorization.AuthorizeAsync(user, resource: null, permission).ConfigureAwait(false)).Succeeded;
            _known[permission] = isGranted;
        }

        return isGranted;
    }

    /// <summary>Whether the user holds one of several.</summary>
    public async Task<bool> HasAnyAsync(IEnumerable<string> permissions)
    {
        foreach (var permission in permissions)
        {
            if (await HasAsync(permission).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }
}
