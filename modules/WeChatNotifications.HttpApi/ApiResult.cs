using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatNotifications.HttpApi.Json;

namespace WeChatNotifications.HttpApi;

/// <summary>An answer in the API's own JSON.</summary>
internal sealed class ApiResult<T>(T value, int statusCode, string? location) : IResult, IStatusCodeHttpResult, IValueHttpResult<T>
{
    public int? StatusCode => statusCode;

    public T? Value => value;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = statusCode;
        response.ContentType = "application/json; charset=utf-8";
        if (location is not null)
        {
            response.Headers.Location = location;
        }

        return JsonSerializer.SerializeAsync(response.Body, value, ApiJson.Options, httpContext.RequestAborted);
    }
}

/// <summary>Makes answers.</summary>
internal static class ApiResult
{
    public static IResult Ok<T>(T value) => new ApiResult<T>(value, StatusCodes.Status200OK, null);

    public static IResult Created<T>(T value, string? location) => new ApiResult<T>(value, StatusCodes.Status201Created, location);

    public static IResult Accepted<T>(T value, string? location) => new ApiResult<T>(value, StatusCodes.Status202Accepted, location);
}
