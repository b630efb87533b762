using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Abp.Permits;

/// <summary>The ledger of what users allow, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Grants")]
[Route(WeChatNotificationsRemoteService.Root + "/grants")]
public class WeChatGrantController(IWeChatGrantAppService grants) : AbpControllerBase, IWeChatGrantAppService
{
    /// <inheritdoc />
    [HttpPost]
    public virtual Task ReportAsync([FromBody] ReportGrantsDto input, CancellationToken cancellationToken = default) => grants.ReportAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpGet]
    public virtual Task<CursorPage<SubscriptionGrantDto>> ListAsync([FromQuery] GrantQueryDto query, CancellationToken cancellationToken = default)
        => grants.ListAsync(query, cancellationToken);
}
