using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Abp.Permits;

/// <summary>Form ids and prepay ids, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("FormIds")]
[Route(WeChatNotificationsRemoteService.Root + "/form-ids")]
public class WeChatFormIdController(IWeChatFormIdAppService formIds) : AbpControllerBase, IWeChatFormIdAppService
{
    /// <inheritdoc />
    [HttpPost]
    public virtual Task<FormIdReportResultDto> ReportAsync([FromBody] ReportFormIdsDto input, CancellationToken cancellationToken = default)
        => formIds.ReportAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpGet]
    public virtual Task<CursorPage<FormIdBalanceDto>> ListAsync([FromQuery] FormIdQueryDto query, CancellationToken cancellationToken = default)
        => formIds.ListAsync(query, cancellationToken);
}
