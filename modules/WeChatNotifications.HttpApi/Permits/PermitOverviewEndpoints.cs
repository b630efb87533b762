using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.Permissions;
using WeChatNotifications.Permits;

namespace WeChatNotifications.HttpApi.Permits;

internal static class PermitOverviewEndpoints
{
    private static readonly QueryParameter[] Parameters =
    [
        new("appCredentialId", typeof(Guid), "The WeChat account; demanded."),
        new("days", typeof(int), "Days of messages to show, today included, 1 to 90. Default 14."),
        new("timeZone", typeof(string), "Where days begin, as an IANA name. Default Asia/Shanghai."),
    ];

    public static void MapPermitOverview(this RouteGroupBuilder group)
    {
        group.MapGet("/grants", async (HttpRequest request, IPermitOverviewAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetGrantsAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(WeChatNotificationsPermissions.Grants.Default)
            .WithName("WeChatNotifications.GetGrantOverview")
            .WithSummary("Add up what an account's users have accepted")
            .WithDescription("By WeChat template: users with and without messages left, and messages left; and how many messages were spent by day.")
            .TakesQuery(Parameters)
            .Answers<GrantOverviewDto>();

        group.MapGet("/form-ids", async (HttpRequest request, IPermitOverviewAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetFormIdsAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(WeChatNotificationsPermissions.FormIds.Default)
            .WithName("WeChatNotifications.GetFormIdOverview")
            .WithSummary("Add up a mini program's form ids and prepay ids")
            .WithDescription("By days until they expire, and by the day on which they were collected; and how many messages were spent by day.")
            .TakesQuery(Parameters)
            .Answers<FormIdOverviewDto>();
    }

    private static PermitOverviewQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, Parameters);
        var defaults = new PermitOverviewQueryDto();
        var result = defaults with
        {
            AppCredentialId = query.Id("appCredentialId") ?? Guid.Empty,
            Days = query.Integer("days") ?? defaults.Days,
            TimeZone = query.Text("timeZone"),
        };
        query.ThrowIfBroken();
        return result;
    }
}
