using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.Templates;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Templates;

namespace WeChatNotifications.HttpApi.Templates;

internal static class TemplateEndpoints
{
    public const string GetName = "WeChatNotifications.GetTemplate";

    private static readonly QueryParameter[] ListParameters =
        [new("appCredentialId", typeof(Guid), "Only the templates of this WeChat account.")];

    public static void MapTemplates(this RouteGroupBuilder group)
    {
        group.MapReading();
        group.MapManaging();
        group.MapRemoteTemplates();
        group.MapTemplateLibrary();
    }

    private static void MapReading(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpRequest request, IMessageTemplateAppService service, CancellationToken cancellationToken) =>
            {
                var query = new QueryReader(request, ListParameters);
                var appCredentialId = query.Id("appCredentialId");
                query.ThrowIfBroken();
                return ApiResult.Ok(await service.ListAsync(appCredentialId, cancellationToken).ConfigureAwait(false));
            })
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListTemplates")
            .WithSummary("List the tenant's message templates")
            .TakesQuery(ListParameters)
            .Answers<IReadOnlyList<MessageTemplateDto>>();

        group.MapGet("/{id:guid}", async (Guid id, IMessageTemplateAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName(GetName)
            .WithSummary("Show one message template")
            .Answers<MessageTemplateDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapPost("/preview", async (
                JsonBody<PreviewTemplateDto> body, IMessageTemplateAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.PreviewAsync(body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.PreviewTemplate")
            .WithSummary("Show what a template as it is being written makes of sample values")
            .WithDescription("Stores nothing. What is wrong with the template or the values comes back as violations, with 200.")
            .TakesJson<PreviewTemplateDto>()
            .Answers<TemplatePreviewDto>();
    }

    private static void MapManaging(this RouteGroupBuilder group)
    {
        group.MapPost("/", async (
                JsonBody<SaveMessageTemplateDto> body, IMessageTemplateAppService service, LinkGenerator links, HttpContext context,
                CancellationToken cancellationToken) =>
            {
                var created = await service.CreateAsync(body.Value, cancellationToken).ConfigureAwait(false);
                return ApiResult.Created(created, links.GetPathByName(context, GetName, new { id = created.Id }));
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.CreateTemplate")
            .WithSummary("Add a message template")
            .WithDescription("Its fields are those that WeChat shows for the template, keys without .DATA; names are what business code calls them.")
            .TakesJson<SaveMessageTemplateDto>()
            .Answers<MessageTemplateDto>(StatusCodes.Status201Created);

        group.MapPut("/{id:guid}", async (
                Guid id, JsonBody<UpdateMessageTemplateDto> body, IMessageTemplateAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.UpdateAsync(id, body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.UpdateTemplate")
            .WithSummary("Change a message template")
            .WithDescription("Messages that wait already keep the texts that were made for them.")
            .TakesJson<UpdateMessageTemplateDto>()
            .Answers<MessageTemplateDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapDelete("/{id:guid}", async (Guid id, IMessageTemplateAppService service, CancellationToken cancellationToken) =>
            {
                await service.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
                return Results.NoContent();
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.DeleteTemplate")
            .WithSummary("Remove a message template")
            .WithDescription("Its deliveries stay in the log, and those that wait are still sent.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }
}
