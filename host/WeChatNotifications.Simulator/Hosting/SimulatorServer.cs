using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Pages;
using WeChatNotifications.Simulator.Panel;
using WeChatNotifications.Simulator.Phone;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>A running simulator on a real port.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SimulatedWeChat _weChat;

    private SimulatorServer(WebApplication app, SimulatedWeChat weChat, SimulatorControl control, Uri baseAddress)
    {
        (_app, _weChat) = (app, weChat);
        Control = control;
        BaseAddress = baseAddress;
    }

    /// <summary>Where it listens, with the real port: what a client uses instead of <c>https://api.weixin.qq.com</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Steers it without HTTP.</summary>
    public SimulatorControl Control { get; }

    /// <summary>Starts a simulator.</summary>
    /// <exception cref="SimulatorControlException">An option is out of range.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        ControlRules.Check(options);
        ControlRules.Check(options.Settings);
        var weChat = new SimulatedWeChat(options.Time, options.Settings, options.CallLogSize, options.AllowRemotePush);
        var control = new SimulatorControl(weChat);
        if (options.Seed is { } seed)
        {
            control.Seed(seed);
        }

        var app = Build(options, weChat, control);
        try
        {
            await app.StartAsync(cancellationToken);
            return new SimulatorServer(app, weChat, control, AddressOf(app));
        }
        catch
        {
            await app.DisposeAsync();
            await weChat.Pushes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the simulator has stopped, by Ctrl+C or by the token.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _weChat.Pushes.DisposeAsync();
    }

    private static WebApplication Build(SimulatorOptions options, SimulatedWeChat weChat, SimulatorControl control)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        // Its settings are its own: an appsettings.json that happens to lie about belongs to somebody else. The host still needs a
        // place to write its own into.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        // A fault of the simulator itself must be seen; nothing else is worth a line at these rates.
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        if (!options.StopsByCtrlC)
        {
            builder.Services.AddSingleton<IHostLifetime, DependentLifetime>();
        }

        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => SimulatorJsonContext.Apply(json.SerializerOptions));

        var app = builder.Build();
        var calls = new CallPipeline(weChat, app.Lifetime.ApplicationStopping);
        var rules = new CallerRules(options.ControlKey, options.AllowRemoteControl);
        var guard = new ControlGuard(rules);
        var pages = new PageGuard(rules);
        app.Use(next => http => calls.InvokeAsync(http, next));
        app.Use(next => http => guard.InvokeAsync(http, next));
        app.Use(next => http => pages.InvokeAsync(http, next));
        // Named here so that routing comes after the calls: they find their way with one dictionary look-up.
        app.UseRouting();
#pragma warning disable ASP0014 // Top-level registration would put routing in front of the calls.
        app.UseEndpoints(routes =>
        {
            routes.MapControl(control);
            routes.MapAssets();
            routes.MapPhone(weChat, control, app.Lifetime.ApplicationStopping);
            routes.MapPanel(weChat, control);
        });
#pragma warning restore ASP0014
        app.Run(http => http.Request.Path switch
        {
            var path when path.StartsWithSegments(ControlEndpoints.Root, StringComparison.Ordinal) =>
                ControlGuard.RefuseAsync(http, StatusCodes.Status404NotFound, $"There is no control call {path}."),
            var path when PageGuard.Covers(path) => new PageContext(http).NotFoundAsync(),
            _ => AnswerUnknownAsync(http, weChat),
        });
        return app;
    }

    /// <summary>A path the simulator does not know gets WeChat's JSON, with a status that stands out in a log.</summary>
    private static Task AnswerUnknownAsync(HttpContext http, SimulatedWeChat weChat)
    {
        var answer = weChat.Answers.Refuse(WeChatCodes.InvalidUrl);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = weChat.Settings.ContentTypeSent;
        http.Response.ContentLength = answer.Body.Length;
        return http.Response.Body.WriteAsync(answer.Body, http.RequestAborted).AsTask();
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
