using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using WeChatNotifications.HttpApi.Errors;

namespace WeChatNotifications.HttpApi.Security;

/// <summary>
/// Answers 401 and 403 of the module's own endpoints with a problem instead of a log-in page, whatever authentication schemes
/// the host uses. All other endpoints stay with the handler that was there before.
/// </summary>
internal sealed class ProblemAuthorizationResultHandler(
    IAuthorizationMiddlewareResultHandler next, ProblemFactory problems, IOptions<WeChatNotificationsHttpApiOptions> options)
    : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(
        RequestDelegate requestDelegate, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var endpoint = context.GetEndpoint();
        if (authorizeResult.Succeeded || endpoint?.Metadata.GetMetadata<HttpApiEndpointMarker>() is null)
        {
            await next.HandleAsync(requestDelegate, context, policy, authorizeResult).ConfigureAwait(false);
            return;
        }

        RequestCulture.Apply(context);
        if (authorizeResult.Challenged)
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = options.Value.Challenge;
            await problems.Unauthenticated().ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        var permission = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().LastOrDefault(a => a.Policy is not null)?.Policy ?? "";
        await problems.Forbidden(permission).ExecuteAsync(context).ConfigureAwait(false);
    }
}
