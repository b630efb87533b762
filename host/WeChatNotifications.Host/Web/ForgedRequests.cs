using Microsoft.Extensions.Options;
using WeChatNotifications.HttpApi;
using WeChatNotifications.HttpApi.Security;

namespace WeChatNotifications.Host.Web;

internal static class ForgedRequests
{
    /// <summary>Holds the host's own endpoints to the same rule as the module's: what another site may have sent is refused.</summary>
    public static RouteGroupBuilder RefuseForgedRequests(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        var options = http.RequestServices.GetRequiredService<IOptions<WeChatNotificationsHttpApiOptions>>().Value;
        return CrossSiteRequests.IsForgeable(http.Request, options.ProofHeaders)
            ? Results.Problem(HostTexts.Current.Forged, statusCode: StatusCodes.Status403Forbidden)
            : await next(context);
    });
}
