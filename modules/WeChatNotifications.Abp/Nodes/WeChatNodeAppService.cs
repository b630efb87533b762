using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Nodes;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Nodes;

namespace WeChatNotifications.Abp.Nodes;

/// <inheritdoc cref="IWeChatNodeAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatNodeAppService))]
public class WeChatNodeAppService(INodeAppService nodes) : WeChatAppServiceBase, IWeChatNodeAppService
{
    /// <inheritdoc />
    public virtual Task<IReadOnlyList<NodeDto>> ListAsync(CancellationToken cancellationToken = default)
        => RunAsync(() => nodes.ListAsync(cancellationToken));
}
