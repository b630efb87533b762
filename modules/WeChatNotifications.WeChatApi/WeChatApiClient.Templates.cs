using System.Globalization;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Http;
using WeChatNotifications.WeChatApi.Templates;

namespace WeChatNotifications.WeChatApi;

/// <content>Template management: <c>wxaapi/newtmpl/*</c>, <c>cgi-bin/template/*</c>.</content>
public sealed partial class WeChatApiClient
{
    /// <summary>Most titles of one <see cref="GetLibraryTitlesAsync"/>: 30.</summary>
    public const int MaxLibraryTitlesPerCall = 30;

    /// <inheritdoc/>
    public Task<ApiResult<IReadOnlyList<PrivateTemplate>>> GetPrivateTemplatesAsync(string accessToken, CancellationToken cancellationToken = default) =>
        ListAsync(accessToken, "wxaapi/newtmpl/gettemplate", TemplatePayloads.PrivateTemplates, cancellationToken);

    /// <inheritdoc/>
    public Task<ApiResult<string>> AddTemplateAsync(string accessToken, AddTemplateRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require(!string.IsNullOrWhiteSpace(request.Tid), "The request has no Tid.", nameof(request));
        Require(request.Kids is { Count: > 0 }, "The request has no Kids.", nameof(request));
        Require(!string.IsNullOrWhiteSpace(request.SceneDescription), "The request has no SceneDescription.", nameof(request));
        var body = new BodyWriter().Text("tid"u8, request.Tid).OpenList("kidList"u8);
        foreach (var kid in request.Kids)
        {
            body.Item(kid);
        }

        return ChangeAsync(
            accessToken, "wxaapi/newtmpl/addtemplate", body.CloseList().Text("sceneDesc"u8, request.SceneDescription), TemplatePayloads.Added, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ApiResult<Done>> DeleteTemplateAsync(string accessToken, string templateId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(templateId);
        return ChangeAsync<Done>(accessToken, "wxaapi/newtmpl/deltemplate", new BodyWriter().Text("priTmplId"u8, templateId), ApiPayloads.Yes, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ApiResult<IReadOnlyList<TemplateCategory>>> GetTemplateCategoriesAsync(string accessToken, CancellationToken cancellationToken = default) =>
        ListAsync(accessToken, "wxaapi/newtmpl/getcategory", TemplatePayloads.Categories, cancellationToken);

    /// <inheritdoc/>
    public Task<ApiResult<LibraryTitlePage>> GetLibraryTitlesAsync(
        string accessToken, IReadOnlyList<long> categoryIds, int start, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(categoryIds);
        Require(categoryIds.Count > 0, "No category ids are given.", nameof(categoryIds));
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit, Math.Clamp(limit, 1, MaxLibraryTitlesPerCall));
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"wxaapi/newtmpl/getpubtemplatetitles?ids={string.Join(',', categoryIds.Select(id => id.ToString(CultureInfo.InvariantCulture)))}&start={start}&limit={limit}");
        return ListAsync(accessToken, path, TemplatePayloads.LibraryTitles, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ApiResult<IReadOnlyList<LibraryKeyword>>> GetLibraryKeywordsAsync(string accessToken, string tid, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tid);
        var path = $"wxaapi/newtmpl/getpubtemplatekeywords?tid={Uri.EscapeDataString(tid)}";
        return ListAsync(accessToken, path, TemplatePayloads.LibraryKeywords, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ApiResult<IReadOnlyList<OfficialAccountTemplate>>> GetOfficialAccountTemplatesAsync(
        string accessToken, CancellationToken cancellationToken = default) =>
        ListAsync(accessToken, "cgi-bin/template/get_all_private_template", TemplatePayloads.OfficialAccountTemplates, cancellationToken);

    /// <inheritdoc/>
    public Task<ApiResult<string>> AddOfficialAccountTemplateAsync(
        string accessToken, string shortTemplateId, IReadOnlyList<string>? keywordNames = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(shortTemplateId);
        var body = new BodyWriter().Text("template_id_short"u8, shortTemplateId);
        if (keywordNames is { Count: > 0 })
        {
            body.OpenList("keyword_name_list"u8);
            foreach (var name in keywordNames)
            {
                body.Item(name);
            }

            body.CloseList();
        }

        return ChangeAsync(accessToken, "cgi-bin/template/api_add_template", body, TemplatePayloads.Added, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ApiResult<Done>> DeleteOfficialAccountTemplateAsync(string accessToken, string templateId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(templateId);
        return ChangeAsync<Done>(
            accessToken, "cgi-bin/template/del_private_template", new BodyWriter().Text("template_id"u8, templateId), ApiPayloads.Yes, cancellationToken);
    }

    private Task<ApiResult<T>> ListAsync<T>(string accessToken, string path, PayloadReader<T> payload, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        var request = new ApiRequest<T>(HttpMethod.Get, path, Body: null, payload) { MaxAnswerBytes = ListAnswerBytes };
        return AskAsync(WeChatCall.Template, CallName(path), accessToken, request, personal: null, cancellationToken);
    }

    private Task<ApiResult<T>> ChangeAsync<T>(
        string accessToken, string path, BodyWriter body, PayloadReader<T> payload, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        var request = new ApiRequest<T>(HttpMethod.Post, path, body.ToBody(), payload);
        return AskAsync(WeChatCall.Template, CallName(path), accessToken, request, personal: null, cancellationToken);
    }

    /// <summary>The path as WeChat's pages name the call: without the common folder and without the query.</summary>
    private static string CallName(string path) => path.Split('?')[0].Replace("cgi-bin/", "", StringComparison.Ordinal);
}
