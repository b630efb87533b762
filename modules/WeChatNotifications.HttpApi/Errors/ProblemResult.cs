using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatNotifications.HttpApi.Json;

namespace WeChatNotifications.HttpApi.Errors;

/// <summary>Writes a problem as <c>application/problem+json</c>.</summary>
/// <param name="problem">The problem.</param>
/// <param name="retryAfter">After how long another try makes sense; told in whole seconds, at least one.</param>
internal sealed class ProblemResult(ApiProblem problem, TimeSpan? retryAfter = null) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    private readonly string _language = CultureInfo.CurrentUICulture.Name;

    public ApiProblem Problem { get; } = problem;

    public int? StatusCode => Problem.Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Problem.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentLanguage = _language;
        if (retryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return JsonSerializer.SerializeAsync(response.Body, Problem, ApiJson.Options, httpContext.RequestAborted);
    }
}
