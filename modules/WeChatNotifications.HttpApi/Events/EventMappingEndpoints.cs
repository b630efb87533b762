using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.Events;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Events;

namespace WeChatNotifications.HttpApi.Events;

internal static class EventMappingEndpoints
{
    public const string GetName = "WeChatNotifications.GetEventMapping";

    private static readonly QueryParameter[] ListParameters = [new("eventName", typeof(string), "Only the mappings of this event.")];

    public static void MapEventTypes(this RouteGroupBuilder group)
        => group.MapGet("/", async (IEventMappingAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListEventsAsync(cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListEvents")
            .WithSummary("List the events that mappings can be made for")
            .WithDescription("Those that the host's modules have registered, each with the values that a mapping can use.")
            .Answers<IReadOnlyList<EventTypeDto>>();

    public static void MapEventMappings(this RouteGroupBuilder group)
    {
        group.MapReading();
        group.MapManaging();
    }

    private static void MapReading(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpRequest request, IEventMappingAppService service, CancellationToken cancellationToken) =>
            {
                var query = new QueryReader(request, ListParameters);
                var eventName = query.Text("eventName");
                query.ThrowIfBroken();
                return ApiResult.Ok(await service.ListAsync(eventName, cancellationToken).ConfigureAwait(false));
            })
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListEventMappings")
            .WithSummary("List the tenant's event mappings")
            .TakesQuery(ListParameters)
            .Answers<IReadOnlyList<EventMappingDto>>();

        group.MapGet("/{id:guid}", async (Guid id, IEventMappingAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName(GetName)
            .WithSummary("Show one event mapping")
            .Answers<EventMappingDto>()
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static void MapManaging(this RouteGroupBuilder group)
    {
        group.MapPost("/", async (
                JsonBody<SaveEventMappingDto> body, IEventMappingAppService service, LinkGenerator links, HttpContext context, CancellationToken cancellationToken) =>
            {
                var created = await service.CreateAsync(body.Value, cancellationToken).ConfigureAwait(false);
                return ApiResult.Created(created, links.GetPathByName(context, GetName, new { id = created.Id }));
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.CreateEventMapping")
            .WithSummary("Have an event send a message")
            .WithDescription("Checked against the event's values and the template's fields. It counts from the next event on.")
            .TakesJson<SaveEventMappingDto>()
            .Answers<EventMappingDto>(StatusCodes.Status201Created);

        group.MapPut("/{id:guid}", async (
                Guid id, JsonBody<UpdateEventMappingDto> body, IEventMappingAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.UpdateAsync(id, body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.UpdateEventMapping")
            .WithSummary("Change an event mapping")
            .WithDescription("Messages that wait already stay as they are.")
            .TakesJson<UpdateEventMappingDto>()
            .Answers<EventMappingDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapDelete("/{id:guid}", async (Guid id, IEventMappingAppService service, CancellationToken cancellationToken) =>
            {
                await service.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
                return Results.NoContent();
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.DeleteEventMapping")
            .WithSummary("Remove an event mapping")
            .WithDescription("Messages that wait already are still sent.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapPost("/test", async (JsonBody<TestEventMappingDto> body, IEventMappingAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.TestAsync(body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.TestEventMapping")
            .WithSummary("Try an event mapping on a sample")
            .WithDescription("Shows whether the sample fulfils the conditions and the message as it would be sent. Stores nothing. What is wrong comes back as violations, with 200.")
            .TakesJson<TestEventMappingDto>()
            .Answers<EventMappingTestResultDto>();
    }
}
