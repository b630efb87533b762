using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Templates;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Templates;

namespace WeChatNotifications.Abp.Templates;

/// <inheritdoc cref="IWeChatTemplateLibraryAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatTemplateLibraryAppService))]
public class WeChatTemplateLibraryAppService(ITemplateLibraryAppService library) : WeChatAppServiceBase, IWeChatTemplateLibraryAppService
{
    /// <inheritdoc />
    public virtual Task<IReadOnlyList<TemplateCategoryDto>> GetCategoriesAsync(Guid appCredentialId, CancellationToken cancellationToken = default)
        => RunAsync(() => library.GetCategoriesAsync(appCredentialId, cancellationToken));

    /// <inheritdoc />
    public virtual Task<LibraryTitlePageDto> GetTitlesAsync(LibraryTitleQuery query, CancellationToken cancellationToken = default)
        => RunAsync(() => library.GetTitlesAsync(query, cancellationToken));

    /// <inheritdoc />
    public virtual Task<IReadOnlyList<LibraryKeywordDto>> GetKeywordsAsync(Guid appCredentialId, string? tid, CancellationToken cancellationToken = default)
        => RunAsync(() => library.GetKeywordsAsync(appCredentialId, tid, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<AddedLibraryTemplateDto> AddAsync(AddLibraryTemplateDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => library.AddAsync(input, cancellationToken));
}
