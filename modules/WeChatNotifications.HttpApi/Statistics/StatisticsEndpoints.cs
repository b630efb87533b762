using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.Statistics;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Statistics;

namespace WeChatNotifications.HttpApi.Statistics;

internal static class StatisticsEndpoints
{
    private static readonly QueryParameter TimeZone = new("timeZone", typeof(string), "Where days begin, as an IANA name. Default Asia/Shanghai.");

    private static readonly QueryParameter[] Parameters =
    [
        new("from", typeof(DateTimeOffset), "From this time on, down to the full hour. Default a day before to by hour, else thirty days."),
        new("to", typeof(DateTimeOffset), "Before this time, up to the full hour. Default now. At most 400 days after from, by hour 31."),
        new("by", typeof(StatisticsGrouping), "What to count by. Default day."),
        new("appCredentialId", typeof(Guid), "Only of this WeChat account."),
        new("template", typeof(string), "Only of this template, by logical name."),
        new("broadcastId", typeof(Guid), "Only of this broadcast."),
        TimeZone,
    ];

    public static void MapStatistics(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpRequest request, IStatisticsAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.GetStatistics")
            .WithSummary("Count messages by what became of them")
            .WithDescription("A message is counted with its outcome, at once, and goes on being counted when the log has forgotten it.")
            .TakesQuery(Parameters)
            .Answers<StatisticsDto>();

        group.MapGet("/overview", async (HttpRequest request, IStatisticsAppService service, CancellationToken cancellationToken) =>
            {
                var query = new QueryReader(request, [TimeZone]);
                query.ThrowIfBroken();
                return ApiResult.Ok(await service.GetOverviewAsync(query.Text("timeZone"), cancellationToken).ConfigureAwait(false));
            })
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.GetStatisticsOverview")
            .WithSummary("Show today at a glance")
            .WithDescription("Today and yesterday by outcome, the pace of the last minutes, what waits, and what goes wrong most often with what to do about it.")
            .TakesQuery([TimeZone])
            .Answers<StatisticsOverviewDto>();
    }

    private static StatisticsQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, Parameters);
        var defaults = new StatisticsQueryDto();
        var result = defaults with
        {
            From = query.Instant("from"),
            To = query.Instant("to"),
            By = query.Words<StatisticsGrouping>("by") is [var by, ..] ? by : defaults.By,
            AppCredentialId = query.Id("appCredentialId"),
            Template = query.Text("template"),
            BroadcastId = query.Id("broadcastId"),
            TimeZone = query.Text("timeZone"),
        };
        query.ThrowIfBroken();
        return result;
    }
}
