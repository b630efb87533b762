using Microsoft.AspNetCore.Authorization;
using Volo.Abp.Authorization.Permissions;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Localization;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Abp.Permissions;

/// <inheritdoc cref="IWeChatPermissionAppService" />
[Authorize]
[ExposeServices(typeof(IWeChatPermissionAppService))]
public class WeChatPermissionAppService(IPermissionChecker permissions, IModuleTexts texts) : WeChatAppServiceBase, IWeChatPermissionAppService
{
    /// <inheritdoc />
    public virtual async Task<IReadOnlyList<string>> ListAsync()
    {
        // One by one, as authorization asks: ABP's store for hosts that have none prohibits whatever is asked together.
        var granted = new List<string>();
        foreach (var permission in WeChatNotificationsPermissions.All)
        {
            if (await permissions.IsGrantedAsync(permission).ConfigureAwait(false))
            {
                granted.Add(permission);
            }
        }

        return granted;
    }

    /// <inheritdoc />
    public virtual Task<IReadOnlyList<PermissionGroupDto>> GetTreeAsync() => PermissionTreeReader.ReadAsync(texts, permissions.IsGrantedAsync);
}
