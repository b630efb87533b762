using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Broadcasts;

namespace WeChatNotifications.HttpApi.Broadcasts;

internal static class BroadcastEndpoints
{
    public const string GetName = "WeChatNotifications.GetBroadcast";

    private static readonly QueryParameter[] ListParameters =
    [
        new("status", typeof(BroadcastStatus), "Only in this state; may stand several times.", IsRepeatable: true),
        new("appCredentialId", typeof(Guid), "Only of this WeChat account."),
        new("template", typeof(string), "Only of this template, by logical name."),
        new("name", typeof(string), "Only those whose name contains this text."),
        new("scheduleId", typeof(Guid), "Only those that this recurring broadcast has made."),
        new("pageSize", typeof(int), "Rows a page, 1 to 500. Default 50."),
        new("cursor", typeof(string), "Where the page before ended: its next."),
    ];

    public static void MapBroadcasts(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpRequest request, IBroadcastAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListBroadcasts")
            .WithSummary("List broadcasts, newest first")
            .TakesQuery(ListParameters)
            .Answers<CursorPage<BroadcastDto>>();

        group.MapPost("/", async (
                JsonBody<SaveBroadcastDto> body, IBroadcastAppService service, LinkGenerator links, HttpContext context, CancellationToken cancellationToken) =>
            {
                var broadcast = await service.CreateAsync(body.Value, cancellationToken).ConfigureAwait(false);
                return ApiResult.Created(broadcast, links.GetPathByName(context, GetName, new { id = broadcast.Id }));
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.CreateBroadcast")
            .WithSummary("Begin a draft of a broadcast")
            .WithDescription("Nothing is sent before it is started. A list is uploaded afterwards, with PUT …/list.")
            .TakesJson<SaveBroadcastDto>()
            .Answers<BroadcastDto>(StatusCodes.Status201Created);

        group.MapGet("/{id:guid}", async (Guid id, IBroadcastAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName(GetName)
            .WithSummary("Show a broadcast and what has become of its messages")
            .WithDescription("Counts by outcome and reason, pace and time left. True to what is stored at this moment.")
            .Answers<BroadcastDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapPut("/{id:guid}", async (Guid id, JsonBody<SaveBroadcastDto> body, IBroadcastAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.UpdateAsync(id, body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.UpdateBroadcast")
            .WithSummary("Replace everything about a draft but its list")
            .WithDescription("For a draft; otherwise 409, also when concurrencyStamp is not the one that is stored.")
            .TakesJson<SaveBroadcastDto>()
            .Answers<BroadcastDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapDelete("/{id:guid}", async (Guid id, IBroadcastAppService service, CancellationToken cancellationToken) =>
            {
                await service.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
                return Results.NoContent();
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.DeleteBroadcast")
            .WithSummary("Remove a draft, or a broadcast that is over")
            .WithDescription("With its list. The log of its messages and the statistics stay. Otherwise 409: cancel it first.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapGet("/sources", async (IBroadcastAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListSourcesAsync(cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListAudienceSources")
            .WithSummary("List the host's audience sources")
            .WithDescription("By name, each with what it yields and which arguments it understands, as far as the host says so.")
            .Answers<IReadOnlyList<AudienceSourceDto>>();

        MapSteering(group);
    }

    private static void MapSteering(RouteGroupBuilder group)
    {
        group.MapPost("/{id:guid}/dry-run", async (Guid id, IBroadcastAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.DryRunAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.TryBroadcast")
            .WithSummary("Say whom a broadcast would reach, and whom not and why")
            .WithDescription("Stores nothing and asks WeChat nothing. What is wrong with the values comes back as violations, with 200.")
            .Answers<BroadcastDryRunDto>()
            .Refuses(StatusCodes.Status404NotFound);

        Map("start", "StartBroadcast", static (s, id, token) => s.StartAsync(id, token), "Let a broadcast go", "At its start time, or at once. For a draft; otherwise 409.")
            .Refuses(StatusCodes.Status400BadRequest);
        Map("pause", "PauseBroadcast", static (s, id, token) => s.PauseAsync(id, token), "Hold a broadcast", "Two seconds later nothing of it leaves any more, on any node. For one that is scheduled or running; otherwise 409.");
        Map("resume", "ResumeBroadcast", static (s, id, token) => s.ResumeAsync(id, token), "Let a broadcast go on where it stopped", "For one that is paused or has failed; otherwise 409.");
        Map("cancel", "CancelBroadcast", static (s, id, token) => s.CancelAsync(id, token), "End a broadcast", "What has left has its outcomes; the rest is cancelled. For one that is not over; otherwise 409.");

        RouteHandlerBuilder Map(string verb, string name, Func<IBroadcastAppService, Guid, CancellationToken, Task<BroadcastDto>> call, string summary, string description)
            => group.MapPost("/{id:guid}/" + verb, async (Guid id, IBroadcastAppService service, CancellationToken cancellationToken)
                    => ApiResult.Ok(await call(service, id, cancellationToken).ConfigureAwait(false)))
                .RequireAuthorization(Needs.Send)
                .WithName("WeChatNotifications." + name)
                .WithSummary(summary)
                .WithDescription(description)
                .Answers<BroadcastDto>()
                .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static BroadcastQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, ListParameters);
        var defaults = new BroadcastQueryDto();
        var result = defaults with
        {
            Statuses = query.Words<BroadcastStatus>("status"),
            AppCredentialId = query.Id("appCredentialId"),
            Template = query.Text("template"),
            Name = query.Text("name"),
            ScheduleId = query.Id("scheduleId"),
            PageSize = query.Integer("pageSize") ?? defaults.PageSize,
            Cursor = query.Text("cursor"),
        };
        query.ThrowIfBroken();
        return result;
    }
}
