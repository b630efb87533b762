using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.Abp.Statistics;

/// <summary>Figures of what was sent, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Statistics")]
[Route(WeChatNotificationsRemoteService.Root + "/statistics")]
public class WeChatStatisticsController(IWeChatStatisticsAppService statistics) : AbpControllerBase, IWeChatStatisticsAppService
{
    /// <inheritdoc />
    [HttpGet]
    public virtual Task<StatisticsDto> GetAsync([FromQuery] StatisticsQueryDto query, CancellationToken cancellationToken = default)
        => statistics.GetAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpGet("overview")]
    public virtual Task<StatisticsOverviewDto> GetOverviewAsync([FromQuery] string? timeZone = null, CancellationToken cancellationToken = default)
        => statistics.GetOverviewAsync(timeZone, cancellationToken);
}
