using WeChatNotifications.Host.Startup;

namespace WeChatNotifications.AbpHost.Demo;

/// <summary>Tells the simulated WeChat where to push the mini programs' events, as each tenant's administrator does in WeChat's console.</summary>
internal static partial class DemoPush
{
    private static readonly string[] AnyAddress = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>Does nothing without demonstration data or a simulated WeChat. That it fails is worth a line, and no reason to stop.</summary>
    public static async Task ConnectDemoPushAsync(this WebApplication app, SimulatorProcess? weChat, CancellationToken cancellationToken)
    {
        if (weChat is null || !app.Configuration.GetValue<bool>("Demo:Seed") || HostAddressOf(app) is not { } host)
        {
            return;
        }

        using var http = new HttpClient { BaseAddress = weChat.Address };
        foreach (var tenant in DemoData.Tenants)
        {
            try
            {
                using var answer = await http.PostAsJsonAsync(
                    new Uri($"_sim/apps/{tenant.AppId}/push", UriKind.Relative),
                    new
                    {
                        Url = $"{host}/api/wechat-notifications/callback/{tenant.AppId}",
                        Token = tenant.CallbackToken,
                        tenant.EncodingAesKey,
                        Mode = "secure",
                        Format = "json",
                    },
                    cancellationToken);
                if (!answer.IsSuccessStatusCode)
                {
                    LogNotConnected(app.Logger, tenant.Name, await answer.Content.ReadAsStringAsync(cancellationToken));
                }
            }
            catch (HttpRequestException exception)
            {
                LogNotConnected(app.Logger, tenant.Name, exception.Message);
            }
        }
    }

    /// <summary>Where this machine reaches the host; null when it listens on HTTPS only, whose certificate the simulator does not know.</summary>
    private static string? HostAddressOf(WebApplication app)
    {
        var address = app.Urls.Select(BindingAddress.Parse).FirstOrDefault(a => a.Scheme == Uri.UriSchemeHttp && !a.IsUnixPipe);
        return address is null ? null : $"http://{(AnyAddress.Contains(address.Host, StringComparer.Ordinal) ? "localhost" : address.Host)}:{address.Port}";
    }

    [LoggerMessage(5001, LogLevel.Warning, "The simulated WeChat pushes no events of {Tenant} to this host: {Reason}")]
    private static partial void LogNotConnected(ILogger logger, string tenant, string reason);
}
