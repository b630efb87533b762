using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Volo.Abp.Autofac;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.Modularity;
using Volo.Abp.MultiTenancy;
using Volo.Abp.Timing;
using WeChatNotifications.Abp.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Support;

/// <summary>An ABP application that has the module and nothing else, not even a DbContext of its own, nor an outbox.</summary>
public sealed class AbpApp(WebApplication app, SimulatorServer simulator) : IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public SimulatorServer Simulator => simulator;

    /// <summary>Builds and initializes one on a database that is migrated already. It runs when it is started.</summary>
    public static async Task<AbpApp> BuildAsync<TModule>(TestDatabase database, Action<WebApplicationBuilder>? configure = null)
        where TModule : IAbpModule
    {
        var simulator = await SimulatorServer.StartAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Default"] = database.ConnectionString,
            ["StringEncryption:DefaultPassPhrase"] = "pass phrase of the tests",
            ["WeChatNotifications:Api:BaseAddress"] = simulator.BaseAddress.ToString(),
            ["WeChatNotifications:Dispatch:PollInterval"] = "00:00:00.2",
        });
        builder.Host.UseAutofac();
        configure?.Invoke(builder);
        await builder.AddApplicationAsync<TModule>();
        var app = new AbpApp(builder.Build(), simulator);
        try
        {
            await app.InitializeAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private Task InitializeAsync() => app.InitializeApplicationAsync();

    public Task StartAsync() => app.StartAsync();

    public async Task<T> As<TService, T>(Guid? tenant, Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        using var change = scope.ServiceProvider.GetRequiredService<ICurrentTenant>().Change(tenant);
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await simulator.DisposeAsync();
    }
}

/// <summary>The least that an ABP application says about its database.</summary>
[DependsOn(typeof(AbpAutofacModule), typeof(WeChatNotificationsAbpModule), typeof(WeChatNotificationsAbpPostgreSqlModule))]
public sealed class LeastModule : AbpModule
{
    public override void ConfigureServices(ServiceConfigurationContext context) => Least.Configure(context.Services);
}

/// <summary>The same without PostgreSQL's own SQL: every statement is LINQ, as on a provider that has no package of ours.</summary>
[DependsOn(typeof(AbpAutofacModule), typeof(WeChatNotificationsAbpModule))]
public sealed class LinqOnlyModule : AbpModule
{
    public override void ConfigureServices(ServiceConfigurationContext context) => Least.Configure(context.Services);
}

internal static class Least
{
    public static void Configure(IServiceCollection services)
    {
        services.Configure<AbpMultiTenancyOptions>(o => o.IsEnabled = true);
        services.Configure<AbpClockOptions>(o => o.Kind = DateTimeKind.Utc);
        services.Configure<AbpDbContextOptions>(o => o.Configure(c => _ = c.ExistingConnection is { } connection
            ? c.DbContextOptions.UseNpgsql(connection)
            : c.DbContextOptions.UseNpgsql(c.ConnectionString)));
    }
}
