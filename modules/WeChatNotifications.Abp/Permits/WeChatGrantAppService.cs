using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Permits;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Grants;

namespace WeChatNotifications.Abp.Permits;

/// <inheritdoc cref="IWeChatGrantAppService" />
[Authorize]
[ExposeServices(typeof(IWeChatGrantAppService))]
public class WeChatGrantAppService(ISubscriptionGrantAppService grants) : WeChatAppServiceBase, IWeChatGrantAppService
{
    /// <inheritdoc />
    [Authorize(Needs.Report)]
    public virtual Task ReportAsync(ReportGrantsDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => grants.ReportAsync(input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Default)]
    public virtual Task<CursorPage<SubscriptionGrantDto>> ListAsync(GrantQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => grants.ListAsync(query, cancellationToken));
}
