using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Abp.Templates;

/// <summary>WeChat's public library of templates, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("TemplateLibrary")]
[Route(WeChatNotificationsRemoteService.Root + "/templates/library")]
public class WeChatTemplateLibraryController(IWeChatTemplateLibraryAppService library) : AbpControllerBase, IWeChatTemplateLibraryAppService
{
    /// <inheritdoc />
    [HttpGet("categories")]
    public virtual Task<IReadOnlyList<TemplateCategoryDto>> GetCategoriesAsync([FromQuery] Guid appCredentialId, CancellationToken cancellationToken = default)
        => library.GetCategoriesAsync(appCredentialId, cancellationToken);

    /// <inheritdoc />
    [HttpGet("titles")]
    public virtual Task<LibraryTitlePageDto> GetTitlesAsync([FromQuery] LibraryTitleQuery query, CancellationToken cancellationToken = default)
        => library.GetTitlesAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpGet("keywords")]
    public virtual Task<IReadOnlyList<LibraryKeywordDto>> GetKeywordsAsync([FromQuery] Guid appCredentialId, [FromQuery] string? tid, CancellationToken cancellationToken = default)
        => library.GetKeywordsAsync(appCredentialId, tid, cancellationToken);

    /// <inheritdoc />
    [HttpPost("add")]
    public virtual Task<AddedLibraryTemplateDto> AddAsync([FromBody] AddLibraryTemplateDto input, CancellationToken cancellationToken = default)
        => library.AddAsync(input, cancellationToken);
}
