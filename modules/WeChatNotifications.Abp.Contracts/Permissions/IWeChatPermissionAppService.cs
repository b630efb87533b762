using Volo.Abp.Application.Services;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Abp.Permissions;

/// <summary>Tells callers what they may do. ABP's own clients read the same from its application configuration.</summary>
public interface IWeChatPermissionAppService : IApplicationService
{
    /// <summary>Those of the module's permissions that the caller holds.</summary>
    Task<IReadOnlyList<string>> ListAsync();

    /// <summary>All of the module's permissions as a tree, with their names in the caller's language and whether the caller holds them.</summary>
    Task<IReadOnlyList<PermissionGroupDto>> GetTreeAsync();
}
