using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.Recipients;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Recipients;

namespace WeChatNotifications.HttpApi.Recipients;

internal static class FollowerImportEndpoints
{
    private const string GetName = "WeChatNotifications.GetFollowerImport";

    private static readonly QueryParameter[] ListParameters =
    [
        new("appCredentialId", typeof(Guid), "Only of this official account."),
        new("pageSize", typeof(int), "Rows a page, 1 to 500. Default 50."),
        new("cursor", typeof(string), "Where the page before ended: its next."),
    ];

    public static void MapFollowerImports(this RouteGroupBuilder group)
    {
        group.MapPost("/", async (
                JsonBody<StartFollowerImportDto> body, IFollowerImportAppService service, LinkGenerator links, HttpContext context, CancellationToken cancellationToken) =>
            {
                var import = await service.StartAsync(body.Value, cancellationToken).ConfigureAwait(false);
                return ApiResult.Accepted(import, links.GetPathByName(context, GetName, new { id = import.Id }));
            })
            .RequireAuthorization(Needs.Import)
            .WithName("WeChatNotifications.StartFollowerImport")
            .WithSummary("Import the followers of an official account")
            .WithDescription("Runs in the background, 10,000 followers a page; Location shows its progress. An account has one at a time, else 409.")
            .TakesJson<StartFollowerImportDto>()
            .Answers<FollowerImportDto>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status409Conflict);

        group.MapGet("/", async (HttpRequest request, IFollowerImportAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListFollowerImports")
            .WithSummary("List imports of followers, newest first")
            .TakesQuery(ListParameters)
            .Answers<CursorPage<FollowerImportDto>>();

        group.MapGet("/{id:guid}", async (Guid id, IFollowerImportAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName(GetName)
            .WithSummary("Show how far an import is")
            .WithDescription("Followers stored and in all, pace, time left, and why it waits or failed.")
            .Answers<FollowerImportDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapPost("/{id:guid}/cancel", async (Guid id, IFollowerImportAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.CancelAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Import)
            .WithName("WeChatNotifications.CancelFollowerImport")
            .WithSummary("Stop an import")
            .WithDescription("What it has stored stays. For one that is running or waiting; otherwise 409.")
            .Answers<FollowerImportDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapPost("/{id:guid}/resume", async (Guid id, IFollowerImportAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ResumeAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Import)
            .WithName("WeChatNotifications.ResumeFollowerImport")
            .WithSummary("Let an import go on where it stopped")
            .WithDescription("For one that failed, was cancelled or waits for WeChat's quota; otherwise 409.")
            .Answers<FollowerImportDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static FollowerImportQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, ListParameters);
        var defaults = new FollowerImportQueryDto();
        var result = defaults with
        {
            AppCredentialId = query.Id("appCredentialId"),
            PageSize = query.Integer("pageSize") ?? defaults.PageSize,
            Cursor = query.Text("cursor"),
        };
        query.ThrowIfBroken();
        return result;
    }
}
