using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Abp.Permits;

/// <summary>What the users of an app allow, as a whole, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Permits")]
[Route(WeChatNotificationsRemoteService.Root + "/permits")]
public class WeChatPermitOverviewController(IWeChatPermitOverviewAppService permits) : AbpControllerBase, IWeChatPermitOverviewAppService
{
    /// <inheritdoc />
    [HttpGet("grants")]
    public virtual Task<GrantOverviewDto> GetGrantsAsync([FromQuery] PermitOverviewQueryDto query, CancellationToken cancellationToken = default)
        => permits.GetGrantsAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpGet("form-ids")]
    public virtual Task<FormIdOverviewDto> GetFormIdsAsync([FromQuery] PermitOverviewQueryDto query, CancellationToken cancellationToken = default)
        => permits.GetFormIdsAsync(query, cancellationToken);
}
