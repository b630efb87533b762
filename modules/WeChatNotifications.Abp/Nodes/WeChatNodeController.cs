using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Nodes;

namespace WeChatNotifications.Abp.Nodes;

/// <summary>The processes that the module runs in, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Nodes")]
[Route(WeChatNotificationsRemoteService.Root + "/nodes")]
public class WeChatNodeController(IWeChatNodeAppService nodes) : AbpControllerBase, IWeChatNodeAppService
{
    /// <inheritdoc />
    [HttpGet]
    public virtual Task<IReadOnlyList<NodeDto>> ListAsync(CancellationToken cancellationToken = default)
        => nodes.ListAsync(cancellationToken);
}
