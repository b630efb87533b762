using WeChatNotifications.WeChatApi.Templates;

namespace WeChatNotifications.WeChatApi;

/// <content>
/// Template management. Refusals are looked up with <see cref="Errors.WeChatCall.Template"/>. The calls have small daily quotas:
/// keep what they tell.
/// </content>
public partial interface IWeChatApiClient
{
    /// <summary>
    /// <c>GET /wxaapi/newtmpl/gettemplate</c>: the subscribe-message templates that the app holds. Also for verified official
    /// accounts, whose subscription notices use them.
    /// </summary>
    /// <param name="accessToken">A valid access token of the app.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What WeChat told, WeChat's refusal, or why WeChat was not reached.</returns>
    /// <exception cref="ArgumentException">The token is blank, or an argument lacks something that WeChat demands.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<ApiResult<IReadOnlyList<PrivateTemplate>>> GetPrivateTemplatesAsync(string accessToken, CancellationToken cancellationToken = default);

    /// <summary><c>POST /wxaapi/newtmpl/addtemplate</c>: takes a public template into the account and tells its private id.</summary>
    /// <param name="accessToken">A valid access token of the app.</param>
    /// <param name="request">Which template, which keywords, what for.</param>
    /// <param name="cancellationToken">Ends the wait; the template may have been added all the same.</param>
    /// <inheritdoc cref="GetPrivateTemplatesAsync" path="/*[not(self::summary or self::param)]"/>
    Task<ApiResult<string>> AddTemplateAsync(string accessToken, AddTemplateRequest request, CancellationToken cancellationToken = default);

    /// <summary><c>POST /wxaapi/newtmpl/deltemplate</c>: the app loses a template for good.</summary>
    /// <param name="accessToken">A valid access token of the app.</param>
    /// <param name="templateId">Its private template id.</param>
    /// <param name="cancellationToken">Ends the wait; the template may have been deleted all the same.</param>
    /// <inheritdoc cref="GetPrivateTemplatesAsync" path="/*[not(self::summary or self::param)]"/>
    Task<ApiResult<Done>> DeleteTemplateAsync(string accessToken, string templateId, CancellationToken cancellationToken = default);

    /// <summary><c>GET /wxaapi/newtmpl/getcategory</c>: the account's service categories.</summary>
    /// <inheritdoc cref="GetPrivateTemplatesAsync" path="/*[not(self::summary)]"/>
    Task<ApiResult<IReadOnlyList<TemplateCategory>>> GetTemplateCategoriesAsync(string accessToken, CancellationToken cancellationToken = default);

    /// <summary><c>GET /wxaapi/newtmpl/getpubtemplatetitles</c>: one page of the public templates of some categories.</summary>
    /// <param name="accessToken">A valid access token of the app.</param>
    /// <param name="categoryIds">At least one of the account's categories.</param>
    /// <param name="start">How many to pass over, 0 or more.</param>
    /// <param name="limit">How many at most, 1 to 30.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="GetPrivateTemplatesAsync" path="/*[not(self::summary or self::param)]"/>
    Task<ApiResult<LibraryTitlePage>> GetLibraryTitlesAsync(
        string accessToken, IReadOnlyList<long> categoryIds, int start, int limit, CancellationToken cancellationToken = default);

    /// <summary><c>GET /wxaapi/newtmpl/getpubtemplatekeywords</c>: the keywords that a public template offers.</summary>
    /// <param name="accessToken">A valid access token of the app.</param>
    /// <param name="tid">The template's number in the library.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="GetPrivateTemplatesAsync" path="/*[not(self::summary or self::param)]"/>
    Task<ApiResult<IReadOnlyList<LibraryKeyword>>> GetLibraryKeywordsAsync(string accessToken, string tid, CancellationToken cancellationToken = default);

    /// <summary><c>GET /cgi-bin/template/get_all_private_template</c>: the template-message templates of an official account.</summary>
    /// <inheritdoc cref="GetPrivateTemplatesAsync" path="/*[not(self::summary)]"/>
    Task<ApiResult<IReadOnlyList<OfficialAccountTemplate>>> GetOfficialAccountTemplatesAsync(
        string accessToken, CancellationToken cancellationToken = default);

    /// <summary><c>POST /cgi-bin/template/api_add_template</c>: takes a template of the library into an official account and tells its id.</summary>
    /// <param name="accessToken">A valid access token of the official account.</param>
    /// <param name="shortTemplateId">The template's number in the library (<c>TM00015</c>).</param>
    /// <param name="keywordNames">For templates of a category: its keywords, in order.</param>
    /// <param name="cancellationToken">Ends the wait; the template may have been added all the same.</param>
    /// <inheritdoc cref="GetPrivateTemplatesAsync" path="/*[not(self::summary or self::param)]"/>
    Task<ApiResult<string>> AddOfficialAccountTemplateAsync(
        string accessToken, string shortTemplateId, IReadOnlyList<string>? keywordNames = null, CancellationToken cancellationToken = default);

    /// <summary><c>POST /cgi-bin/template/del_private_template</c>: an official account loses a template for good.</summary>
    /// <param name="accessToken">A valid access token of the official account.</param>
    /// <param name="templateId">The template's id.</param>
    /// <param name="cancellationToken">Ends the wait; the template may have been deleted all the same.</param>
    /// <inheritdoc cref="GetPrivateTemplatesAsync" path="/*[not(self::summary or self::param)]"/>
    Task<ApiResult<Done>> DeleteOfficialAccountTemplateAsync(string accessToken, string templateId, CancellationToken cancellationToken = default);
}
