using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.Templates;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Templates;

namespace WeChatNotifications.HttpApi.Templates;

/// <summary>WeChat's public library of templates.</summary>
internal static class TemplateLibraryEndpoints
{
    private static readonly QueryParameter App = new("appCredentialId", typeof(Guid), "The WeChat account that asks.");

    private static readonly QueryParameter[] CategoryParameters = [App];

    private static readonly QueryParameter[] TitleParameters =
    [
        App,
        new("categoryId", typeof(long), "One of the account's categories; may stand several times.", IsRepeatable: true),
        new("start", typeof(int), "How many to pass over. Default 0."),
        new("limit", typeof(int), "How many at most, 1 to 30. Default 30."),
    ];

    private static readonly QueryParameter[] KeywordParameters = [App, new("tid", typeof(string), "The template's number in the library.")];

    public static void MapTemplateLibrary(this RouteGroupBuilder group)
    {
        group.MapReading();

        group.MapPost("/library/add", async (JsonBody<AddLibraryTemplateDto> body, ITemplateLibraryAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.AddAsync(body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.AddLibraryTemplate")
            .WithSummary("Take a public template into the account")
            .WithDescription("With name, a message template is made of it too. When a step after WeChat's yes fails, notice says which; what WeChat has added stays.")
            .TakesJson<AddLibraryTemplateDto>()
            .Answers<AddedLibraryTemplateDto>()
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
    }

    private static void MapReading(this RouteGroupBuilder group)
    {
        group.MapGet("/library/categories", async (HttpRequest request, ITemplateLibraryAppService service, CancellationToken cancellationToken) =>
            {
                var query = new QueryReader(request, CategoryParameters);
                var app = query.Id("appCredentialId");
                query.ThrowIfBroken();
                return ApiResult.Ok(await service.GetCategoriesAsync(app ?? default, cancellationToken).ConfigureAwait(false));
            })
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListTemplateCategories")
            .WithSummary("List the account's service categories")
            .TakesQuery(CategoryParameters)
            .Answers<IReadOnlyList<TemplateCategoryDto>>()
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/library/titles", async (HttpRequest request, ITemplateLibraryAppService service, CancellationToken cancellationToken) =>
            {
                var query = new QueryReader(request, TitleParameters);
                var wanted = new LibraryTitleQuery
                {
                    AppCredentialId = query.Id("appCredentialId") ?? default,
                    CategoryIds = query.Longs("categoryId"),
                    Start = query.Integer("start") ?? 0,
                    Limit = query.Integer("limit") ?? TemplateLibraryLimits.MaxTitles,
                };
                query.ThrowIfBroken();
                return ApiResult.Ok(await service.GetTitlesAsync(wanted, cancellationToken).ConfigureAwait(false));
            })
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListLibraryTemplates")
            .WithSummary("List public templates of the account's categories")
            .TakesQuery(TitleParameters)
            .Answers<LibraryTitlePageDto>()
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/library/keywords", async (HttpRequest request, ITemplateLibraryAppService service, CancellationToken cancellationToken) =>
            {
                var query = new QueryReader(request, KeywordParameters);
                var (app, tid) = (query.Id("appCredentialId"), query.Text("tid"));
                query.ThrowIfBroken();
                return ApiResult.Ok(await service.GetKeywordsAsync(app ?? default, tid, cancellationToken).ConfigureAwait(false));
            })
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListLibraryKeywords")
            .WithSummary("List the keywords that a public template offers")
            .TakesQuery(KeywordParameters)
            .Answers<IReadOnlyList<LibraryKeywordDto>>()
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
    }
}
