using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using WeChatNotifications.Browser.Tests.Support;
using WeChatNotifications.Host.Demo;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.Host.Startup;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Testing;

[assembly: AssemblyFixture(typeof(Stage))]

namespace WeChatNotifications.Browser.Tests.Support;

/// <summary>The sample host with its demonstration data as a newcomer has it, a simulated WeChat with its phone, and a browser before them.</summary>
public sealed class Stage : IAsyncLifetime
{
    public const string Password = "correct horse battery staple";

    private static readonly string[] BrowserArguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly string _data = Directory.CreateTempSubdirectory("wechat-notifications-browser-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private TestDatabase? _database;

    /// <summary>Where Debian puts it; <c>CHROMIUM</c> names another.</summary>
    public static string Chromium { get; } = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";

    public WebApplication App { get; private set; } = null!;

    public Uri Host { get; private set; } = null!;

    public SimulatorServer WeChat { get; private set; } = null!;

    public CapturingLoggerProvider Logs { get; } = new();

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return;
        }

        _database = await TestDatabase.CreateEmptyAsync();
        WeChat = await SimulatorServer.StartAsync();
        var builder = HostApplication.CreateBuilder(
        [
            "--environment", "Development",
            "--urls", "http://127.0.0.1:0",
            "--DataFolder", _data,
            "--Demo:Seed", "true",
            "--WeChatNotifications:Api:BaseAddress", WeChat.BaseAddress.ToString(),
            "--Login:AttemptsPerMinute", "100000",
        ]);
        builder.Logging.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Information);
        await SeedWeChatAsync(Path.Combine(builder.Environment.ContentRootPath, "Demo", "simulator-seed.json"));
        App = HostApplication.Build(builder, _database.ConnectionString, HostFolders.Of(builder));
        await App.MigrateAsync(CancellationToken.None);
        await App.SeedDemoAsync(CancellationToken.None);
        await App.StartAsync();
        Host = new Uri(App.Urls.Single());
        await App.ConnectDemoPushAsync(WeChat.BaseAddress, CancellationToken.None);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = BrowserArguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_database is not null)
        {
            await App.StopAsync();
            await App.DisposeAsync();
            await WeChat.DisposeAsync();
            await _database.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A browser of somebody's own, who has not been here before.</summary>
    /// <param name="language"><c>en</c> or <c>zh-CN</c>.</param>
    /// <param name="dark">Whether the system is set to dark.</param>
    /// <param name="phone">Whether it is a phone.</param>
    /// <param name="scripts">Whether scripts run.</param>
    public async Task<Tab> OpenAsync(string language = "en", bool dark = false, bool phone = false, bool scripts = true)
    {
        Assert.SkipUnless(_browser is not null, $"there is no browser at {Chromium}: install Debian's package chromium, or name one in the environment variable CHROMIUM.");
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Host.ToString(),
            Locale = language,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = scripts,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 860 },
        });
        context.SetDefaultTimeout(15_000);
        return new Tab(context, await context.NewPageAsync(), [Host.GetLeftPart(UriPartial.Authority), WeChat.BaseAddress.GetLeftPart(UriPartial.Authority)]);
    }

    /// <summary>A browser in which the demonstration's administrator is logged in.</summary>
    public async Task<Tab> OpenAsAdminAsync(string language = "en", bool dark = false, bool phone = false, bool scripts = true)
    {
        var tab = await OpenAsync(language, dark, phone, scripts);
        await tab.LogInAsync(DemoData.UserName, DemoData.Password);
        return tab;
    }

    /// <summary>A new user of the demonstration's tenant, who may do only what is named.</summary>
    /// <returns>The user's name; the password is <see cref="Password"/>.</returns>
    public async Task<string> UserAsync(params string[] permissions)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var identity = scope.ServiceProvider.GetRequiredService<IdentityAdministration>();
        var tenant = await identity.EnsureTenantAsync(DemoData.Tenant, CancellationToken.None);
        var name = "user" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
        await identity.CreateUserAsync(tenant.Id, name, Password, permissions, CancellationToken.None);
        return name;
    }

    /// <summary>For the docs' pictures only, a busy day before this one: nobody learns from an empty chart.</summary>
    public async Task PaintHistoryAsync()
    {
        if (Tab.TakesPictures)
        {
            await _database!.ExecuteAsync(
                """
                INSERT INTO "WeChatDeliveryStatistics" ("Id", "TenantId", "Hour", "AppCredentialId", "TemplateName", "Status", "Reason", "ErrorCode", "Count")
                SELECT gen_random_uuid(), t."TenantId", date_trunc('hour', now(), 'UTC') - h * interval '1 hour', t."AppCredentialId", t."Name", o.status, o.reason, o.code, (o.share * (900 + 700 * sin(h / 3.8)))::int
                FROM "WeChatMessageTemplates" t, generate_series(1, 30) h, (VALUES (3, 0, NULL::int, 0.9), (6, 2, 43101, 0.06), (5, 5, 47003, 0.01)) o(status, reason, code, share)
                WHERE t."Name" = 'order-paid' AND NOT EXISTS (SELECT 1 FROM "WeChatDeliveryStatistics" s WHERE s."Hour" < now() - interval '5 hours')
                """);
        }
    }

    private async Task SeedWeChatAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = WeChat.BaseAddress };
        using var body = new StringContent(await File.ReadAllTextAsync(path), System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("_sim/seed", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }
}
