using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Abp.Permissions;

/// <summary>What the caller may do, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Permissions")]
[Route(WeChatNotificationsRemoteService.Root + "/permissions")]
public class WeChatPermissionController(IWeChatPermissionAppService permissions) : AbpControllerBase, IWeChatPermissionAppService
{
    /// <inheritdoc />
    [HttpGet]
    public virtual Task<IReadOnlyList<string>> ListAsync() => permissions.ListAsync();

    /// <inheritdoc />
    [HttpGet("tree")]
    public virtual Task<IReadOnlyList<PermissionGroupDto>> GetTreeAsync() => permissions.GetTreeAsync();
}
