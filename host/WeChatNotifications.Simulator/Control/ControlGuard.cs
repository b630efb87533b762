using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.Simulator.Control;

/// <summary>Who may steer the simulator: callers on this machine, or with the key, as the options say.</summary>
internal sealed class ControlGuard(string? key, bool allowRemote)
{
    public const string KeyHeader = "X-Control-Key";

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(ControlEndpoints.Root, StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        if (!allowRemote && !IPAddress.IsLoopback(http.Connection.RemoteIpAddress ?? IPAddress.None))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "The control API answers this machine only.");
            return;
        }

        if (key is not null && !HasKey(http, key))
        {
            await RefuseAsync(http, StatusCodes.Status401Unauthorized, $"The header {KeyHeader} is missing or wrong.");
            return;
        }

        try
        {
            await next(http);
            if (Reason(http.Response.StatusCode) is { } reason && !http.Response.HasStarted)
            {
                await RefuseAsync(http, http.Response.StatusCode, reason);
            }
        }
        catch (SimulatorControlException error)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, error.Message);
        }
        catch (BadHttpRequestException error)
        {
            // The inner one knows which part of the JSON it is.
            await RefuseAsync(http, error.StatusCode, error.InnerException is { } inner ? $"{error.Message} {inner.Message}" : error.Message);
        }
    }

    /// <summary>Words for what routing refuses without any.</summary>
    private static string? Reason(int status) => status switch
    {
        StatusCodes.Status405MethodNotAllowed => "This control call takes another verb.",
        StatusCodes.Status415UnsupportedMediaType => "The control API takes JSON: send Content-Type: application/json.",
        _ => null,
    };

    private static bool HasKey(HttpContext http, string key) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(http.Request.Headers[KeyHeader].ToString()), Encoding.UTF8.GetBytes(key));

    public static Task RefuseAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new ControlError(text), SimulatorJsonContext.Default.ControlError, cancellationToken: http.RequestAborted);
    }
}
