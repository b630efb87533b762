using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Callbacks;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Credentials;

namespace WeChatNotifications.Abp.Callbacks;

/// <inheritdoc cref="IWeChatCallbackAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatCallbackAppService))]
public class WeChatCallbackAppService(IAppCallbackAppService callbacks) : WeChatAppServiceBase, IWeChatCallbackAppService
{
    /// <inheritdoc />
    public virtual Task<AppCallbacksDto> GetAsync(Guid appCredentialId, CancellationToken cancellationToken = default)
        => RunAsync(() => callbacks.GetAsync(appCredentialId, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<AppCallbacksDto> SaveAsync(Guid appCredentialId, SaveCallbacksDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => callbacks.SaveAsync(appCredentialId, input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<GeneratedCallbacksDto> GenerateAsync(Guid appCredentialId, GenerateCallbacksDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => callbacks.GenerateAsync(appCredentialId, input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task RemoveAsync(Guid appCredentialId, CancellationToken cancellationToken = default)
        => RunAsync(() => callbacks.RemoveAsync(appCredentialId, cancellationToken));
}
