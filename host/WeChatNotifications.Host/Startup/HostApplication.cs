using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.Host.Modules.Identity.Login;
using WeChatNotifications.Host.Modules.Orders;
using WeChatNotifications.Host.Observability;
using WeChatNotifications.Host.Web;
using WeChatNotifications.RabbitMq;

namespace WeChatNotifications.Host.Startup;

/// <summary>The application itself: what it is made of and how a request goes through it.</summary>
internal static class HostApplication
{
    private const string ApplicationName = "WeChatNotifications.Host";

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(HostApplication).Assembly.GetName().Name,
            // Started from somewhere else, the settings are those beside the program.
            ContentRootPath = File.Exists("appsettings.json") ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory,
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.AddJsonConsole(console =>
            {
                (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
                console.IncludeScopes = true;
                console.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
            });
        }

        return builder;
    }

    /// <summary>Builds the application on a database that is there already. It is not migrated yet.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, string connectionString, HostFolders folders)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;
        services.TryAddSingleton(TimeProvider.System);
        // Pages in Chinese are sent as they read, not as a number for every character.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddProblemDetails();
        services.AddValidation();
        services.AddDataProtectionKeys(configuration["DataProtection:KeysFolder"] is { Length: > 0 } keys ? keys : folders.Keys);
        services.AddApiDocument();
        services.AddTelemetry(configuration);
        var health = services.AddHealthChecks().AddWeChatNotifications();

        var module = services.AddWeChatNotifications(configuration.GetSection("WeChatNotifications")).UsePostgreSql(connectionString);
        var rabbitMq = configuration.GetSection("WeChatNotifications:RabbitMq");
        if (rabbitMq["Url"] is { Length: > 0 })
        {
            module.UseRabbitMq(rabbitMq);
            health.AddWeChatNotificationsRabbitMq();
        }

        services.AddWeChatNotificationsHttpApi(api => api.UserId = HostClaims.PersonOf);
        services.AddWeChatNotificationsDashboard(dashboard => dashboard.UserLinks = AccountLinks.Of);
        services.AddIdentityModule(connectionString, configuration);
        services.AddOrdersModule(connectionString);

        var app = builder.Build();
        UsePipeline(app);
        MapEndpoints(app);
        return app;
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseSecurityHeaders();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler();
        }

        app.UseStatusCodePages();
        app.UseStaticFiles();
        app.UseRequestLanguage();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<TenantMiddleware>();
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapHomePage();
        app.MapHealth();
        app.MapOpenApi();
        app.MapIdentityModule();
        app.MapOrdersModule();
        app.MapWeChatNotificationsHttpApi();
        app.MapWeChatNotificationsDashboard("/wechat");
    }

    /// <summary>The secrets in the database are worth nothing without these keys: they must outlive the process.</summary>
    private static void AddDataProtectionKeys(this IServiceCollection services, string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        services.AddDataProtection().SetApplicationName(ApplicationName).PersistKeysToFileSystem(new(folder));
    }
}
