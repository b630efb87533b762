using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatNotifications.HttpApi.Json;

namespace WeChatNotifications.HttpApi.Errors;

/// <summary>Writes a problem as <c>application/problem+json</c>.</summary>
internal sealed class ProblemResult(ApiProblem problem) : IResult, IStatusCodeHttpResult
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
        return JsonSerializer.SerializeAsync(response.Body, Problem, ApiJson.Options, httpContext.RequestAborted);
    }
}
