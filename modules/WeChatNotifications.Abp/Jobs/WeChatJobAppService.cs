using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Jobs;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Jobs;

namespace WeChatNotifications.Abp.Jobs;

/// <inheritdoc cref="IWeChatJobAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatJobAppService))]
public class WeChatJobAppService(IJobAppService jobs) : WeChatAppServiceBase, IWeChatJobAppService
{
    /// <inheritdoc />
    public virtual Task<IReadOnlyList<JobDto>> ListAsync(CancellationToken cancellationToken = default)
        => RunAsync(() => jobs.ListAsync(cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Run)]
    public virtual Task<IReadOnlyList<JobDto>> RunAsync(string name, CancellationToken cancellationToken = default)
        => RunAsync(() => jobs.RunAsync(name, cancellationToken));
}
