using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Permissions;
using WeChatNotifications.Tenancy;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Tenants;

namespace WeChatNotifications.Abp.Tenancy;

/// <inheritdoc cref="IWeChatTenantLimitsAppService" />
[Authorize]
[ExposeServices(typeof(IWeChatTenantLimitsAppService))]
public class WeChatTenantLimitsAppService(ITenantLimitsAppService limits) : WeChatAppServiceBase, IWeChatTenantLimitsAppService
{
    /// <inheritdoc />
    [Authorize(WeChatNotificationsPermissions.Deliveries.Default)]
    public virtual Task<TenantLimitsDto> GetOwnAsync(CancellationToken cancellationToken = default)
        => RunAsync(() => limits.GetOwnAsync(cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Default)]
    public virtual Task<TenantLimitsDto> GetAsync(Guid tenantId, CancellationToken cancellationToken = default)
        => RunAsync(() => limits.GetAsync(tenantId, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<TenantLimitsDto> SetAsync(Guid tenantId, SetTenantLimitsDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => limits.SetAsync(tenantId, input, cancellationToken));
}
