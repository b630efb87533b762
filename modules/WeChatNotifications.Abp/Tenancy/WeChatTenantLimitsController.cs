using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Tenancy;

/// <summary>What tenants may use, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("TenantLimits")]
[Route(WeChatNotificationsRemoteService.Root)]
public class WeChatTenantLimitsController(IWeChatTenantLimitsAppService limits) : AbpControllerBase, IWeChatTenantLimitsAppService
{
    /// <inheritdoc />
    [HttpGet("limits")]
    public virtual Task<TenantLimitsDto> GetOwnAsync(CancellationToken cancellationToken = default)
        => limits.GetOwnAsync(cancellationToken);

    /// <inheritdoc />
    [HttpGet("tenants/{tenantId:guid}/limits")]
    public virtual Task<TenantLimitsDto> GetAsync(Guid tenantId, CancellationToken cancellationToken = default)
        => limits.GetAsync(tenantId, cancellationToken);

    /// <inheritdoc />
    [HttpPut("tenants/{tenantId:guid}/limits")]
    public virtual Task<TenantLimitsDto> SetAsync(Guid tenantId, [FromBody] SetTenantLimitsDto input, CancellationToken cancellationToken = default)
        => limits.SetAsync(tenantId, input, cancellationToken);
}
