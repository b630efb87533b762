using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.Recipients;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Recipients;

namespace WeChatNotifications.HttpApi.Recipients;

internal static class RecipientEndpoints
{
    private static readonly QueryParameter[] ListParameters =
    [
        new("appCredentialId", typeof(Guid), "Only of this WeChat account."),
        new("userId", typeof(string), "Only of this user of the host."),
        new("openId", typeof(string), "Only with this openid."),
        new("unionId", typeof(string), "Only with this union id."),
        new("isSubscribed", typeof(bool), "Only followers (true), or only those who are known to follow no more (false)."),
        new("pageSize", typeof(int), "Rows a page, 1 to 500. Default 100."),
        new("cursor", typeof(string), "Where the page before ended: its next."),
    ];

    public static void MapRecipients(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpRequest request, IRecipientAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListRecipients")
            .WithSummary("List the users whom the accounts know")
            .TakesQuery(ListParameters)
            .Answers<CursorPage<RecipientDto>>();

        group.MapGet("/{id:guid}", async (Guid id, IRecipientAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.GetRecipient")
            .WithSummary("Show one user of one account")
            .Answers<RecipientDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapPut("/links", async (JsonBody<LinkRecipientDto> body, IRecipientAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.LinkAsync(body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.LinkRecipient")
            .WithSummary("Tie an openid to a user of the host")
            .WithDescription("An openid that is not known yet is noted. Without userId it is untied.")
            .TakesJson<LinkRecipientDto>()
            .Answers<RecipientDto>();

        group.MapDelete("/{id:guid}", async (Guid id, IRecipientAppService service, CancellationToken cancellationToken) =>
            {
                await service.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
                return Results.NoContent();
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.ForgetRecipient")
            .WithSummary("Forget a person under one account")
            .WithDescription("With what they allowed and the form ids collected from them; their sessions end. The delivery log keeps what was sent to them.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static RecipientQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, ListParameters);
        var defaults = new RecipientQueryDto();
        var result = defaults with
        {
            AppCredentialId = query.Id("appCredentialId"),
            UserId = query.Text("userId"),
            OpenId = query.Text("openId"),
            UnionId = query.Text("unionId"),
            IsSubscribed = query.Boolean("isSubscribed"),
            PageSize = query.Integer("pageSize") ?? defaults.PageSize,
            Cursor = query.Text("cursor"),
        };
        query.ThrowIfBroken();
        return result;
    }
}
