using Volo.Abp.Application.Services;

namespace WeChatNotifications.Abp.Permissions;

/// <summary>Tells callers what they may do. ABP's own clients read the same from its application configuration.</summary>
public interface IWeChatPermissionAppService : IApplicationService
{
    /// <summary>Those of the module's permissions that the caller holds.</summary>
    Task<IReadOnlyList<string>> ListAsync();
}
