namespace WeChatNotifications.Simulator.Control;

/// <summary>Keeps the control API to those who may steer the simulator, and puts its errors into words.</summary>
internal sealed class ControlGuard(CallerRules rules)
{
    public const string KeyHeader = "X-Control-Key";

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(ControlEndpoints.Root, StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        if (rules.Judge(http) is { } refusal)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, Words(refusal));
            return;
        }

        if (!rules.IsKey(http.Request.Headers[KeyHeader].ToString()))
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

    private static string Words(CallerRefusal refusal) => refusal switch
    {
        CallerRefusal.OtherMachine => "The control API answers this machine only.",
        CallerRefusal.OtherName => "The control API answers under localhost or an address only, not under another name.",
        _ => "The control API does not answer web pages of another origin.",
    };

    public static Task RefuseAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new ControlError(text), SimulatorJsonContext.Default.ControlError, cancellationToken: http.RequestAborted);
    }
}
