using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.HttpApi.Errors;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Broadcasts;

namespace WeChatNotifications.HttpApi.Broadcasts;

/// <summary>Lists of broadcasts: bodies that are read while they arrive, and are not limited as the API's JSON is.</summary>
internal static class BroadcastListEndpoints
{
    private static readonly QueryParameter[] BadRowParameters =
    [
        new("pageSize", typeof(int), "Rows a page, 1 to 500. Default 100."),
        new("cursor", typeof(string), "Where the page before ended: its next."),
    ];

    public static void MapBroadcastLists(this RouteGroupBuilder group)
    {
        var max = ((IEndpointRouteBuilder)group).ServiceProvider.GetRequiredService<IOptions<WeChatNotificationsHttpApiOptions>>().Value.MaxListSize;
        group.MapPut("/{id:guid}/list", UploadAsync)
            .RequireAuthorization(Needs.Manage)
            .WithMetadata(new RequestSizeLimitAttribute(max))
            .WithName("WeChatNotifications.UploadBroadcastList")
            .WithSummary("Upload the list of a draft")
            .WithDescription(
                "text/csv with a header (openId or userId, then names of fields), or application/x-ndjson with {\"openId\" or \"userId\", \"data\"} on each line; UTF-8. "
                + "Takes the place of the list before, all of it or nothing. Rows that cannot be used are left out and told by their line; of rows that name the same person the first counts.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = ListMediaTypes.All.ToDictionary(k => k, _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } }, StringComparer.Ordinal),
                };
                return Task.CompletedTask;
            })
            .Answers<BroadcastListDto>()
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict,
                StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

        group.MapGet("/{id:guid}/bad-rows", async (Guid id, HttpRequest request, IBroadcastAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetBadRowsAsync(id, ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListBroadcastBadRows")
            .WithSummary("List the rows of a list that could not be used")
            .WithDescription("In the order of their lines, with the rule each breaks; the first 1,000 are kept.")
            .TakesQuery(BadRowParameters)
            .Answers<CursorPage<BroadcastBadRowDto>>()
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> UploadAsync(
        Guid id, HttpRequest request, IBroadcastAppService service, ProblemFactory problems, IOptions<WeChatNotificationsHttpApiOptions> options, CancellationToken cancellationToken)
    {
        if (FormatOf(request) is not { } format)
        {
            return problems.ListMediaType();
        }

        var max = options.Value.MaxListSize;
        if (request.ContentLength > max)
        {
            return problems.BodyTooLarge(max);
        }

        try
        {
            return ApiResult.Ok(await service.UploadListAsync(id, request.Body, format, cancellationToken).ConfigureAwait(false));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return problems.BodyTooLarge(max);
        }
    }

    private static BroadcastListFormat? FormatOf(HttpRequest request)
        => request.Headers.ContentEncoding.Count == 0 ? ListMediaTypes.FormatOf(request.ContentType) : null;

    private static BadRowQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, BadRowParameters);
        var defaults = new BadRowQueryDto();
        var result = defaults with { PageSize = query.Integer("pageSize") ?? defaults.PageSize, Cursor = query.Text("cursor") };
        query.ThrowIfBroken();
        return result;
    }
}
