using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.Security;

namespace WeChatNotifications.HttpApi.Errors;

/// <summary>What stands around every endpoint: language, the check for forged requests, body faults, and refusals as problems.</summary>
internal sealed partial class ApiBoundary(
    ProblemFactory problems, IOptions<WeChatNotificationsHttpApiOptions> options, ILogger<ApiBoundary> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        RequestCulture.Apply(http);
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";

        if (CrossSiteRequests.IsForgeable(http.Request, options.Value.ProofHeaders))
        {
            return problems.CrossSite();
        }

        if (context.Arguments.OfType<IJsonBody>().FirstOrDefault()?.Fault is { } fault)
        {
            return problems.Of(fault);
        }

        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer; 499 is what access logs know this as.
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
#pragma warning disable CA1031 // The outermost place of the API: whatever comes is either a refusal or logged once and answered without internals.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (problems.Of(exception) is { } refusal)
            {
                return refusal;
            }

            LogFault(exception, http.Request.Method, http.GetEndpoint()?.DisplayName);
            return problems.Internal(http);
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private partial void LogFault(Exception exception, string method, string? endpoint);
}
