using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Templates;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Templates;

namespace WeChatNotifications.Abp.Templates;

/// <inheritdoc cref="IWeChatRemoteTemplateAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatRemoteTemplateAppService))]
public class WeChatRemoteTemplateAppService(IRemoteTemplateAppService templates) : WeChatAppServiceBase, IWeChatRemoteTemplateAppService
{
    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<TemplateSyncResultDto> SyncAsync(SyncTemplatesDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.SyncAsync(input, cancellationToken));

    /// <inheritdoc />
    public virtual Task<IReadOnlyList<RemoteTemplateDto>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.ListAsync(appCredentialId, cancellationToken));

    /// <inheritdoc />
    public virtual Task<RemoteTemplateDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.GetAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<MessageTemplateDto> AdoptAsync(Guid id, AdoptTemplateDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.AdoptAsync(id, input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.DeleteAsync(id, cancellationToken));
}
