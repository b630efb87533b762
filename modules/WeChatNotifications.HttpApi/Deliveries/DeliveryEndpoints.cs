using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.Deliveries;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Deliveries;

namespace WeChatNotifications.HttpApi.Deliveries;

internal static class DeliveryEndpoints
{
    public const string GetName = "WeChatNotifications.GetDelivery";

    private static readonly QueryParameter[] ListParameters =
    [
        new("appCredentialId", typeof(Guid), "Only of this WeChat account."),
        new("template", typeof(string), "Only of this template, by logical name."),
        new("openId", typeof(string), "Only to this user, by openid."),
        new("userId", typeof(string), "Only to this user of the host, where the notification named one."),
        new("broadcastId", typeof(Guid), "Only of this broadcast."),
        new("status", typeof(DeliveryStatus), "Only in this state; may stand several times.", IsRepeatable: true),
        new("reason", typeof(DeliveryReason), "Only for this reason; may stand several times.", IsRepeatable: true),
        new("errorCode", typeof(int), "Only with this error code of WeChat's."),
        new("dedupKey", typeof(string), "Only with this dedup key."),
        new("weChatMessageId", typeof(long), "Only with this message id of WeChat's."),
        new("from", typeof(DateTimeOffset), "Only requested at or after this time."),
        new("to", typeof(DateTimeOffset), "Only requested before this time."),
        new("pageSize", typeof(int), "Rows a page, 1 to 500. Default 50."),
        new("cursor", typeof(string), "Where the page before ended: its next."),
    ];

    /// <summary>An export has no pages.</summary>
    private static readonly QueryParameter[] ExportParameters = [.. ListParameters.Where(p => p.Name is not ("pageSize" or "cursor"))];

    public static void MapDeliveries(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpRequest request, IDeliveryAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(ReadQuery(request, ListParameters), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListDeliveries")
            .WithSummary("List deliveries, newest first")
            .WithDescription("Pages by keyset: give next back as cursor. Rows that come or go meanwhile shift nothing.")
            .TakesQuery(ListParameters)
            .Answers<CursorPage<DeliveryDto>>();

        MapMany(group);
        group.MapGet("/export", (HttpContext context, IDeliveryAppService service, CancellationToken cancellationToken)
                => DeliveryExport.WriteAsync(context, service, ReadQuery(context.Request, ExportParameters), cancellationToken))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ExportDeliveries")
            .WithSummary("Download deliveries as CSV, newest first")
            .WithDescription("All that the filters let through, streamed: UTF-8 with a byte order mark, times in UTC. A value that a spreadsheet would take for a formula begins with an apostrophe.")
            .TakesQuery(ExportParameters)
            .Produces<string>(StatusCodes.Status200OK, "text/csv");

        group.MapGet("/{id:guid}", async (Guid id, IDeliveryAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName(GetName)
            .WithSummary("Show what became of one message")
            .WithDescription("With its texts, WeChat's answer, what to do about it, and its timeline.")
            .Answers<DeliveryDetailDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapGet("/{id:guid}/wire", async (Guid id, IDeliveryAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetWireAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.GetDeliveryWire")
            .WithSummary("Show a message as it goes to WeChat")
            .WithDescription("Request and answer, built anew from the log by the code that sends; without the token, and of a form id at most the last four characters.")
            .Answers<DeliveryWireDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapPost("/{id:guid}/retry", async (Guid id, IDeliveryAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.RetryAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.RetryDelivery")
            .WithSummary("Send a message again")
            .WithDescription("For one that failed, was skipped, refused or cancelled, or is unconfirmed; otherwise 409.")
            .Answers<DeliveryDetailDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapPost("/{id:guid}/cancel", async (Guid id, IDeliveryAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.CancelAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.CancelDelivery")
            .WithSummary("Take a message out of the queue")
            .WithDescription("For one that is not on its way yet; otherwise 409.")
            .Answers<DeliveryDetailDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static void MapMany(RouteGroupBuilder group)
    {
        group.MapGet("/count", async (HttpRequest request, IDeliveryAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.CountAsync(ReadQuery(request, ExportParameters), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.CountDeliveries")
            .WithSummary("Count deliveries")
            .WithDescription("How many the filters let through, and how many of them can be sent again or cancelled.")
            .TakesQuery(ExportParameters)
            .Answers<DeliveryCountsDto>();

        group.MapPost("/retry", async (JsonBody<DeliveryQueryDto> body, IDeliveryAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.RetryManyAsync(body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.RetryDeliveries")
            .WithSummary("Send all messages again that a filter lets through")
            .WithDescription("At least one filter is demanded. Works in batches, so that an interrupted call has done a part and may be repeated; at most 100,000 a call, and hasMore says that there are more.")
            .TakesJson<DeliveryQueryDto>()
            .Answers<DeliveriesChangedDto>();

        group.MapPost("/cancel", async (JsonBody<DeliveryQueryDto> body, IDeliveryAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.CancelManyAsync(body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.CancelDeliveries")
            .WithSummary("Take all messages out of the queue that a filter lets through")
            .WithDescription("As retrying many; those that are on their way already go.")
            .TakesJson<DeliveryQueryDto>()
            .Answers<DeliveriesChangedDto>();
    }

    private static DeliveryQueryDto ReadQuery(HttpRequest request, QueryParameter[] known)
    {
        var query = new QueryReader(request, known);
        var defaults = new DeliveryQueryDto();
        var result = defaults with
        {
            AppCredentialId = query.Id("appCredentialId"),
            Template = query.Text("template"),
            OpenId = query.Text("openId"),
            UserId = query.Text("userId"),
            BroadcastId = query.Id("broadcastId"),
            Statuses = query.Words<DeliveryStatus>("status"),
            Reasons = query.Words<DeliveryReason>("reason"),
            ErrorCode = query.Integer("errorCode"),
            DedupKey = query.Text("dedupKey"),
            WeChatMessageId = query.Long("weChatMessageId"),
            From = query.Instant("from"),
            To = query.Instant("to"),
            PageSize = query.Integer("pageSize") ?? defaults.PageSize,
            Cursor = query.Text("cursor"),
        };
        query.ThrowIfBroken();
        return result;
    }
}
