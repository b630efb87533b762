using WeChatNotifications.Host.Startup;

namespace WeChatNotifications.Host.Demo;

/// <summary>Tells the simulated WeChat where to push the demonstration apps' events, as an administrator does in WeChat's console.</summary>
internal static partial class DemoPush
{
    private static readonly string[] AnyAddress = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>Does nothing without demonstration data or a simulated WeChat. That it fails is worth a line, and no reason to stop.</summary>
    public static async Task ConnectDemoPushAsync(this WebApplication app, Uri? weChat, CancellationToken cancellationToken)
    {
        if (weChat is null || !app.Configuration.WantsDemo() || HostAddressOf(app) is not { } host)
        {
            return;
        }

        using var http = new HttpClient { BaseAddress = weChat };
        await ConnectAsync(app, http, host, DemoData.AppId, "json", cancellationToken);
        await ConnectAsync(app, http, host, DemoData.AccountAppId, "xml", cancellationToken);
    }

    private static async Task ConnectAsync(WebApplication app, HttpClient http, string host, string appId, string format, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri($"_sim/apps/{appId}/push", UriKind.Relative),
                new
                {
                    Url = $"{host}/api/wechat-notifications/callback/{appId}",
                    Token = DemoData.CallbackToken,
                    DemoData.EncodingAesKey,
                    Mode = "secure",
                    Format = format,
                },
                cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                LogNotConnected(app.Logger, appId, await answer.Content.ReadAsStringAsync(cancellationToken));
            }
        }
        catch (HttpRequestException exception)
        {
            LogNotConnected(app.Logger, appId, exception.Message);
        }
    }

    /// <summary>Where this machine reaches the host; null when it listens on HTTPS only, whose certificate the simulator does not know.</summary>
    private static string? HostAddressOf(WebApplication app)
    {
        var address = app.Urls.Select(BindingAddress.Parse).FirstOrDefault(a => a.Scheme == Uri.UriSchemeHttp && !a.IsUnixPipe);
        return address is null ? null : $"http://{(AnyAddress.Contains(address.Host, StringComparer.Ordinal) ? "localhost" : address.Host)}:{address.Port}";
    }

    [LoggerMessage(5001, LogLevel.Warning, "The simulated WeChat pushes no events of {AppId} to this host: {Reason}")]
    private static partial void LogNotConnected(ILogger logger, string appId, string reason);
}
