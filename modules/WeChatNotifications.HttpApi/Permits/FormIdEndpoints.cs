using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.Permits;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.FormIds;

namespace WeChatNotifications.HttpApi.Permits;

internal static class FormIdEndpoints
{
    private static readonly QueryParameter[] ListParameters =
    [
        new("appCredentialId", typeof(Guid), "Only of this mini program."),
        new("openId", typeof(string), "Only of this user."),
        new("pageSize", typeof(int), "Rows a page, 1 to 500. Default 100."),
        new("cursor", typeof(string), "Where the page before ended: its next."),
    ];

    public static void MapFormIds(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpRequest request, IFormIdAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListFormIds")
            .WithSummary("Show how many messages users' form ids allow")
            .WithDescription("One row per mini program and user; the form ids themselves are not shown. What is too close to its end is not counted.")
            .TakesQuery(ListParameters)
            .Answers<CursorPage<FormIdBalanceDto>>();

        group.MapPost("/", async (JsonBody<ReportFormIdsDto> body, IFormIdAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ReportAsync(body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Report)
            .WithName("WeChatNotifications.ReportFormIds")
            .WithSummary("Report form ids and prepay ids on behalf of users")
            .WithDescription(
                "For template messages of mini programs, which WeChat has withdrawn. Wrong ones are refused one by one, the others are kept; "
                + "the same one reported again counts once.")
            .TakesJson<ReportFormIdsDto>()
            .Answers<FormIdReportResultDto>();
    }

    private static FormIdQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, ListParameters);
        var defaults = new FormIdQueryDto();
        var result = defaults with
        {
            AppCredentialId = query.Id("appCredentialId"),
            OpenId = query.Text("openId"),
            PageSize = query.Integer("pageSize") ?? defaults.PageSize,
            Cursor = query.Text("cursor"),
        };
        query.ThrowIfBroken();
        return result;
    }
}
