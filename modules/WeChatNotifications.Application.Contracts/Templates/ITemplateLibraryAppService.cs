namespace WeChatNotifications.Templates;

/// <summary>WeChat's public library of subscribe-message templates, as far as an app's account may use it. Every call asks WeChat.</summary>
/// <remarks>All throw <c>WeChatCallException</c> when WeChat refuses or does not answer.</remarks>
public interface ITemplateLibraryAppService
{
    /// <summary>The account's service categories.</summary>
    Task<IReadOnlyList<TemplateCategoryDto>> GetCategoriesAsync(Guid appCredentialId, CancellationToken cancellationToken = default);

    /// <summary>One page of the public templates of some categories.</summary>
    Task<LibraryTitlePageDto> GetTitlesAsync(LibraryTitleQuery query, CancellationToken cancellationToken = default);

    /// <summary>The keywords that a public template offers.</summary>
    Task<IReadOnlyList<LibraryKeywordDto>> GetKeywordsAsync(Guid appCredentialId, string? tid, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a public template into the account and looks at WeChat what came of it; with a name, a message template is made too. What
    /// WeChat has added stays added even when a later step fails: the result then says so.
    /// </summary>
    Task<AddedLibraryTemplateDto> AddAsync(AddLibraryTemplateDto input, CancellationToken cancellationToken = default);
}
