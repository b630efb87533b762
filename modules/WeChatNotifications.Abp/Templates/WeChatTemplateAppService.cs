using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Templates;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Templates;

namespace WeChatNotifications.Abp.Templates;

/// <inheritdoc cref="IWeChatTemplateAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatTemplateAppService))]
public class WeChatTemplateAppService(IMessageTemplateAppService templates) : WeChatAppServiceBase, IWeChatTemplateAppService
{
    /// <inheritdoc />
    public virtual Task<IReadOnlyList<MessageTemplateDto>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.ListAsync(appCredentialId, cancellationToken));

    /// <inheritdoc />
    public virtual Task<MessageTemplateDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.GetAsync(id, cancellationToken));

    /// <inheritdoc />
    public virtual Task<TemplatePreviewDto> PreviewAsync(PreviewTemplateDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.PreviewAsync(input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<MessageTemplateDto> CreateAsync(SaveMessageTemplateDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.CreateAsync(input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<MessageTemplateDto> UpdateAsync(Guid id, UpdateMessageTemplateDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.UpdateAsync(id, input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => templates.DeleteAsync(id, cancellationToken));
}
