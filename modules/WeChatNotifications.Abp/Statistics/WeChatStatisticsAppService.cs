using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Statistics;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Statistics;

namespace WeChatNotifications.Abp.Statistics;

/// <inheritdoc cref="IWeChatStatisticsAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatStatisticsAppService))]
public class WeChatStatisticsAppService(IStatisticsAppService statistics) : WeChatAppServiceBase, IWeChatStatisticsAppService
{
    /// <inheritdoc />
    public virtual Task<StatisticsDto> GetAsync(StatisticsQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => statistics.GetAsync(query, cancellationToken));

    /// <inheritdoc />
    public virtual Task<StatisticsOverviewDto> GetOverviewAsync(string? timeZone = null, CancellationToken cancellationToken = default)
        => RunAsync(() => statistics.GetOverviewAsync(timeZone, cancellationToken));
}
