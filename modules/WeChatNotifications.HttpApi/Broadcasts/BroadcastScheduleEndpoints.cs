using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Broadcasts;

namespace WeChatNotifications.HttpApi.Broadcasts;

/// <summary>Recurring broadcasts. Whoever changes one sends by it, so that takes the permission to send.</summary>
internal static class BroadcastScheduleEndpoints
{
    private const string GetName = "WeChatNotifications.GetBroadcastSchedule";

    private static readonly QueryParameter[] ListParameters =
    [
        new("pageSize", typeof(int), "Rows a page, 1 to 500. Default 50."),
        new("cursor", typeof(string), "Where the page before ended: its next."),
    ];

    public static void MapBroadcastSchedules(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpRequest request, IBroadcastScheduleAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListBroadcastSchedules")
            .WithSummary("List recurring broadcasts, newest first")
            .TakesQuery(ListParameters)
            .Answers<CursorPage<BroadcastScheduleDto>>();

        group.MapPost("/", async (
                JsonBody<SaveBroadcastScheduleDto> body, IBroadcastScheduleAppService service, LinkGenerator links, HttpContext context, CancellationToken cancellationToken) =>
            {
                var schedule = await service.CreateAsync(body.Value, cancellationToken).ConfigureAwait(false);
                return ApiResult.Created(schedule, links.GetPathByName(context, GetName, new { id = schedule.Id }));
            })
            .RequireAuthorization(Needs.Send)
            .WithName("WeChatNotifications.CreateBroadcastSchedule")
            .WithSummary("Let a broadcast recur")
            .WithDescription("At each of its times a broadcast is made and started, by one node of the cluster. Any audience but an uploaded list.")
            .TakesJson<SaveBroadcastScheduleDto>()
            .Answers<BroadcastScheduleDto>(StatusCodes.Status201Created);

        group.MapGet("/{id:guid}", async (Guid id, IBroadcastScheduleAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName(GetName)
            .WithSummary("Show a recurring broadcast, its last one and its next times")
            .Answers<BroadcastScheduleDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapPut("/{id:guid}", async (Guid id, JsonBody<SaveBroadcastScheduleDto> body, IBroadcastScheduleAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.UpdateAsync(id, body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Send)
            .WithName("WeChatNotifications.UpdateBroadcastSchedule")
            .WithSummary("Replace everything about a recurring broadcast")
            .WithDescription("What is due by then is not made up for. 409 when concurrencyStamp is not the one that is stored.")
            .TakesJson<SaveBroadcastScheduleDto>()
            .Answers<BroadcastScheduleDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapDelete("/{id:guid}", async (Guid id, IBroadcastScheduleAppService service, CancellationToken cancellationToken) =>
            {
                await service.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
                return Results.NoContent();
            })
            .RequireAuthorization(Needs.Send)
            .WithName("WeChatNotifications.DeleteBroadcastSchedule")
            .WithSummary("Let a broadcast recur no more")
            .WithDescription("Those it has made stay, and go on.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        MapDoing(group);
    }

    private static void MapDoing(RouteGroupBuilder group)
    {
        group.MapPost("/{id:guid}/run", async (
                Guid id, IBroadcastScheduleAppService service, LinkGenerator links, HttpContext context, CancellationToken cancellationToken) =>
            {
                var broadcast = await service.RunAsync(id, cancellationToken).ConfigureAwait(false);
                return ApiResult.Accepted(broadcast, links.GetPathByName(context, BroadcastEndpoints.GetName, new { id = broadcast.Id }));
            })
            .RequireAuthorization(Needs.Send)
            .WithName("WeChatNotifications.RunBroadcastSchedule")
            .WithSummary("Make and start a broadcast of it now")
            .WithDescription("Whether it is enabled or not; its times stay as they are. Location is the broadcast's address.")
            .Answers<BroadcastDto>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapPost("/preview", async (JsonBody<SchedulePreviewInput> body, IBroadcastScheduleAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.PreviewAsync(body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.PreviewBroadcastSchedule")
            .WithSummary("Show the next five times of a cron expression")
            .TakesJson<SchedulePreviewInput>()
            .Answers<SchedulePreviewDto>();
    }

    private static BroadcastScheduleQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, ListParameters);
        var defaults = new BroadcastScheduleQueryDto();
        var result = defaults with { PageSize = query.Integer("pageSize") ?? defaults.PageSize, Cursor = query.Text("cursor") };
        query.ThrowIfBroken();
        return result;
    }
}
