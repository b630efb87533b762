using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Permissions;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Abp.Permits;

/// <inheritdoc cref="IWeChatPermitOverviewAppService" />
[Authorize]
[ExposeServices(typeof(IWeChatPermitOverviewAppService))]
public class WeChatPermitOverviewAppService(IPermitOverviewAppService permits) : WeChatAppServiceBase, IWeChatPermitOverviewAppService
{
    /// <inheritdoc />
    [Authorize(WeChatNotificationsPermissions.Grants.Default)]
    public virtual Task<GrantOverviewDto> GetGrantsAsync(PermitOverviewQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => permits.GetGrantsAsync(query, cancellationToken));

    /// <inheritdoc />
    [Authorize(WeChatNotificationsPermissions.FormIds.Default)]
    public virtual Task<FormIdOverviewDto> GetFormIdsAsync(PermitOverviewQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => permits.GetFormIdsAsync(query, cancellationToken));
}
