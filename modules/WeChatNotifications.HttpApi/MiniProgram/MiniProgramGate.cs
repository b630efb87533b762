using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using WeChatNotifications.HttpApi.Errors;
using WeChatNotifications.MiniProgram;

namespace WeChatNotifications.HttpApi.MiniProgram;

/// <summary>
/// Stands before the mini program's endpoints: how often one may call, and who calls. The session travels as
/// <c>Authorization: WeChatSession …</c>; it is no authentication scheme of the host's and gives no permission.
/// </summary>
internal sealed class MiniProgramGate(MiniProgramLimits limits, ProblemFactory problems) : IEndpointFilter
{
    public const string Scheme = "WeChatSession";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (limits.Count(http.Connection.RemoteIpAddress) is { } wait)
        {
            return problems.TooManyRequests(wait);
        }

        if (http.GetEndpoint()?.Metadata.GetMetadata<NeedsSession>() is null)
        {
            return await next(context).ConfigureAwait(false);
        }

        var service = http.RequestServices.GetRequiredService<IMiniProgramAppService>();
        if (await service.FindUserAsync(SessionOf(http.Request), http.RequestAborted).ConfigureAwait(false) is not { } user)
        {
            http.Response.Headers.WWWAuthenticate = Scheme;
            return problems.SessionInvalid();
        }

        if (limits.Count(user) is { } pause)
        {
            return problems.TooManyRequests(pause);
        }

        http.Features.Set(user);
        return await next(context).ConfigureAwait(false);
    }

    /// <summary>Whose session it is, in an endpoint that <see cref="NeedsSession"/>.</summary>
    public static MiniProgramUser UserOf(HttpContext http) => http.Features.GetRequiredFeature<MiniProgramUser>();

    private static string? SessionOf(HttpRequest request)
        => request.Headers[HeaderNames.Authorization] is [{ } header] && header.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase)
            ? header[(Scheme.Length + 1)..].Trim()
            : null;

    /// <summary>Marks an endpoint that only a session opens.</summary>
    internal sealed class NeedsSession;
}
