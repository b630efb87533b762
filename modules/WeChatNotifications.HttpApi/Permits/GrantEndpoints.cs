using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.Permits;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Grants;

namespace WeChatNotifications.HttpApi.Permits;

internal static class GrantEndpoints
{
    private static readonly QueryParameter[] ListParameters =
    [
        new("appCredentialId", typeof(Guid), "Only of this WeChat account."),
        new("openId", typeof(string), "Only of this user; may stand up to 500 times.", IsRepeatable: true),
        new("template", typeof(string), "Only for this template, by logical name or WeChat's id; may stand up to 100 times.", IsRepeatable: true),
        new("pageSize", typeof(int), "Rows a page, 1 to 500. Default 100."),
        new("cursor", typeof(string), "Where the page before ended: its next."),
    ];

    public static void MapGrants(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpRequest request, ISubscriptionGrantAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListGrants")
            .WithSummary("Show what users allow")
            .TakesQuery(ListParameters)
            .Answers<CursorPage<SubscriptionGrantDto>>();

        group.MapPost("/", async (JsonBody<ReportGrantsDto> body, ISubscriptionGrantAppService service, CancellationToken cancellationToken) =>
            {
                await service.ReportAsync(body.Value, cancellationToken).ConfigureAwait(false);
                return Results.NoContent();
            })
            .RequireAuthorization(Needs.Report)
            .WithName("WeChatNotifications.ReportGrants")
            .WithSummary("Report what users decided")
            .WithDescription("What wx.requestSubscribeMessage answered, per user and template. All of a report is noted, or nothing of it.")
            .TakesJson<ReportGrantsDto>()
            .Produces(StatusCodes.Status204NoContent);
    }

    private static GrantQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, ListParameters);
        var defaults = new GrantQueryDto();
        var result = defaults with
        {
            AppCredentialId = query.Id("appCredentialId"),
            OpenIds = query.Texts("openId"),
            Templates = query.Texts("template"),
            PageSize = query.Integer("pageSize") ?? defaults.PageSize,
            Cursor = query.Text("cursor"),
        };
        query.ThrowIfBroken();
        return result;
    }
}
