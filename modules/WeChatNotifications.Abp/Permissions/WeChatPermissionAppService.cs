using Microsoft.AspNetCore.Authorization;
using Volo.Abp.Authorization.Permissions;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Abp.Permissions;

/// <inheritdoc cref="IWeChatPermissionAppService" />
[Authorize]
[ExposeServices(typeof(IWeChatPermissionAppService))]
public class WeChatPermissionAppService(IPermissionChecker permissions) : WeChatAppServiceBase, IWeChatPermissionAppService
{
    /// <inheritdoc />
    public virtual async Task<IReadOnlyList<string>> ListAsync()
    {
        var granted = await permissions.IsGrantedAsync([.. WeChatNotificationsPermissions.All]).ConfigureAwait(false);
        return [.. WeChatNotificationsPermissions.All.Where(p => granted.Result.GetValueOrDefault(p) == PermissionGrantResult.Granted)];
    }
}
