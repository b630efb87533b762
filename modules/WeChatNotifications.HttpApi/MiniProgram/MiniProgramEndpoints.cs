using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WeChatNotifications.HttpApi.Errors;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using WeChatNotifications.MiniProgram;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.HttpApi.MiniProgram;

/// <summary>
/// What a mini program calls itself. Open to everybody on the internet: nothing here demands a permission, everything is limited, and bodies
/// are read only when the caller may go on.
/// </summary>
internal static class MiniProgramEndpoints
{
    /// <summary>Largest body in bytes.</summary>
    public const int MaxBodySize = 64 * 1024;

    private static readonly QueryParameter[] TemplateParameters =
    [
        new("max", typeof(int), "At most so many, 1 to 5. Default 3, which every version of WeChat's dialog takes."),
    ];

    public static void MapMiniProgram(this RouteGroupBuilder group)
    {
        group.AllowAnonymous()
            .WithMetadata(new BodyLimit(MaxBodySize))
            .AddEndpointFilter<RouteGroupBuilder, MiniProgramGate>();
        group.MapLogin();
        group.MapPermits();
        group.MapTemplates();
    }

    private static void MapLogin(this RouteGroupBuilder group)
        => group.MapPost("/{appId}/login", async (
                string appId, HttpContext http, IMiniProgramAppService service, ProblemFactory problems, CancellationToken cancellationToken) =>
            {
                var body = await JsonBody<LoginRequest>.ReadAsync(http).ConfigureAwait(false);
                return body.Fault is { } fault
                    ? problems.Of(fault)
                    : ApiResult.Ok(await service.LoginAsync(appId, body.Value.Code, SignedInUser(http), cancellationToken).ConfigureAwait(false));
            })
            .WithName("WeChatNotifications.MiniProgramLogin")
            .WithSummary("Log in with what wx.login gave")
            .WithDescription(
                "appId is WeChat's appid, or the id of the credential when several tenants have registered the same one. The code is good for one call; after any "
                + "refusal the mini program gets a new one by wx.login. A user of the host who is signed in on the same request is tied to the openid.")
            .TakesJson<LoginRequest>()
            .TakesSession(isNeeded: false)
            .Answers<MiniProgramLoginDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);

    private static void MapPermits(this RouteGroupBuilder group)
    {
        group.MapPost("/permits", async (
                HttpContext http, IMiniProgramAppService service, ProblemFactory problems, CancellationToken cancellationToken) =>
            {
                var body = await JsonBody<PermitReportBody>.ReadAsync(http).ConfigureAwait(false);
                return body.Fault is { } fault
                    ? problems.Of(fault)
                    : ApiResult.Ok(await service.ReportAsync(MiniProgramGate.UserOf(http), body.Value.ToReport(), cancellationToken).ConfigureAwait(false));
            })
            .WithName("WeChatNotifications.ReportPermits")
            .WithSummary("Report permits that the mini program collected")
            .WithDescription(
                "Form ids, prepay ids and what wx.requestSubscribeMessage answered. What is wrong is refused item by item (200), the rest counts. A report with the "
                + "same reportId has no second effect, so it may be repeated until it is answered.")
            .TakesJson<PermitReportRequest>()
            .TakesSession()
            .Answers<PermitReportResultDto>()
            .Refuses(StatusCodes.Status429TooManyRequests);

        group.MapGet("/permits", async (HttpContext http, IMiniProgramAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetPermitsAsync(MiniProgramGate.UserOf(http), cancellationToken).ConfigureAwait(false)))
            .WithName("WeChatNotifications.GetOwnPermits")
            .WithSummary("Show what the user still allows")
            .TakesSession()
            .Answers<OwnPermitsDto>()
            .Refuses(StatusCodes.Status429TooManyRequests);
    }

    private static void MapTemplates(this RouteGroupBuilder group)
        => group.MapGet("/templates", async (HttpContext http, IMiniProgramAppService service, CancellationToken cancellationToken) =>
            {
                var query = new QueryReader(http.Request, TemplateParameters);
                var max = query.Integer("max") ?? 3;
                query.ThrowIfBroken();
                return ApiResult.Ok(new TemplatesToAskForResponse(
                    await service.ListTemplatesToAskForAsync(MiniProgramGate.UserOf(http), max, cancellationToken).ConfigureAwait(false)));
            })
            .WithName("WeChatNotifications.ListTemplatesToAskFor")
            .WithSummary("Show which templates the user should be asked for")
            .WithDescription(
                "For wx.requestSubscribeMessage, those with the fewest messages left first: all of one kind and of different titles, as the dialog wants them; without "
                + "long-term subscriptions that are in force.")
            .TakesQuery(TemplateParameters)
            .TakesSession()
            .Answers<TemplatesToAskForResponse>()
            .Refuses(StatusCodes.Status429TooManyRequests);

    private static SignedInUser? SignedInUser(HttpContext http)
    {
        var services = http.RequestServices;
        return http.User.Identity?.IsAuthenticated == true
            && ((IOptions<WeChatNotificationsHttpApiOptions>)services.GetService(typeof(IOptions<WeChatNotificationsHttpApiOptions>))!).Value.UserId(http.User) is { Length: > 0 } id
                ? new SignedInUser(id, ((IAmbientTenant)services.GetService(typeof(IAmbientTenant))!).Id)
                : null;
    }
}
