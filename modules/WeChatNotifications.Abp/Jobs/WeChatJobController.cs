using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Jobs;

namespace WeChatNotifications.Abp.Jobs;

/// <summary>The module's background jobs, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Jobs")]
[Route(WeChatNotificationsRemoteService.Root + "/jobs")]
public class WeChatJobController(IWeChatJobAppService jobs) : AbpControllerBase, IWeChatJobAppService
{
    /// <inheritdoc />
    [HttpGet]
    public virtual Task<IReadOnlyList<JobDto>> ListAsync(CancellationToken cancellationToken = default)
        => jobs.ListAsync(cancellationToken);

    /// <inheritdoc />
    [HttpPost("{name}/run")]
    public virtual Task<IReadOnlyList<JobDto>> RunAsync(string name, CancellationToken cancellationToken = default)
        => jobs.RunAsync(name, cancellationToken);
}
