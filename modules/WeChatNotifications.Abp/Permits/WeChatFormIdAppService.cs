using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Permits;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.FormIds;

namespace WeChatNotifications.Abp.Permits;

/// <inheritdoc cref="IWeChatFormIdAppService" />
[Authorize]
[ExposeServices(typeof(IWeChatFormIdAppService))]
public class WeChatFormIdAppService(IFormIdAppService formIds) : WeChatAppServiceBase, IWeChatFormIdAppService
{
    /// <inheritdoc />
    [Authorize(Needs.Report)]
    public virtual Task<FormIdReportResultDto> ReportAsync(ReportFormIdsDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => formIds.ReportAsync(input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Default)]
    public virtual Task<CursorPage<FormIdBalanceDto>> ListAsync(FormIdQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => formIds.ListAsync(query, cancellationToken));
}
