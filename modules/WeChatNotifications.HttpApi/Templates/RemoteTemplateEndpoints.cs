using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.Templates;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Templates;

namespace WeChatNotifications.HttpApi.Templates;

/// <summary>The templates that apps hold at WeChat.</summary>
internal static class RemoteTemplateEndpoints
{
    private static readonly QueryParameter[] ListParameters =
        [new("appCredentialId", typeof(Guid), "Only the templates of this WeChat account.")];

    public static void MapRemoteTemplates(this RouteGroupBuilder group)
    {
        group.MapReading();
        group.MapManaging();
    }

    private static void MapReading(this RouteGroupBuilder group)
    {
        group.MapGet("/remote", async (HttpRequest request, IRemoteTemplateAppService service, CancellationToken cancellationToken) =>
            {
                var query = new QueryReader(request, ListParameters);
                var appCredentialId = query.Id("appCredentialId");
                query.ThrowIfBroken();
                return ApiResult.Ok(await service.ListAsync(appCredentialId, cancellationToken).ConfigureAwait(false));
            })
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListRemoteTemplates")
            .WithSummary("List the templates that WeChat held at the last look")
            .WithDescription("By title, those that are gone included (deletedAt). WeChat is not asked.")
            .TakesQuery(ListParameters)
            .Answers<IReadOnlyList<RemoteTemplateDto>>();

        group.MapGet("/remote/{id:guid}", async (Guid id, IRemoteTemplateAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.GetRemoteTemplate")
            .WithSummary("Show one template that WeChat held at the last look")
            .Answers<RemoteTemplateDto>()
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static void MapManaging(this RouteGroupBuilder group)
    {
        group.MapPost("/sync", async (JsonBody<SyncTemplatesDto> body, IRemoteTemplateAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.SyncAsync(body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.SyncTemplates")
            .WithSummary("Look at WeChat which templates an account holds")
            .WithDescription("Asks WeChat at most every Templates:MinInterval unless forced; askedWeChat says whether it did. A spent quota of WeChat's is 409 with weChat.errorCode 45009.")
            .TakesJson<SyncTemplatesDto>()
            .Answers<TemplateSyncResultDto>()
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);

        group.MapPost("/remote/{id:guid}/adopt", async (
                Guid id, JsonBody<AdoptTemplateDto> body, IRemoteTemplateAppService service, LinkGenerator links, HttpContext context,
                CancellationToken cancellationToken) =>
            {
                var created = await service.AdoptAsync(id, body.Value, cancellationToken).ConfigureAwait(false);
                return ApiResult.Created(created, links.GetPathByName(context, TemplateEndpoints.GetName, new { id = created.Id }));
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.AdoptTemplate")
            .WithSummary("Make a message template of one that WeChat holds")
            .WithDescription("Its fields stand in WeChat's order and are called by their labels, unless fieldNames says otherwise.")
            .TakesJson<AdoptTemplateDto>()
            .Answers<MessageTemplateDto>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapDelete("/remote/{id:guid}", async (Guid id, IRemoteTemplateAppService service, CancellationToken cancellationToken) =>
            {
                await service.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
                return Results.NoContent();
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.DeleteRemoteTemplate")
            .WithSummary("Delete a template at WeChat, for good")
            .WithDescription("Refused (409) while an enabled message template uses it.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
    }
}
