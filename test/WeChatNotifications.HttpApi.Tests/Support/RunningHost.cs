using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.Host.Modules.Orders;
using WeChatNotifications.Host.Startup;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Testing;

[assembly: AssemblyFixture(typeof(RunningHost))]

namespace WeChatNotifications.HttpApi.Tests.Support;

/// <summary>The sample host on a free port, with a database of its own and a simulated WeChat. Each test makes its own tenant in it.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    public const string Api = "/api/wechat-notifications";

    private readonly string _data = Directory.CreateTempSubdirectory("wechat-notifications-host-").FullName;
    private readonly string[] _settings;
    private readonly ConcurrentBag<string> _secrets = [];
    private int _tenants;

    public RunningHost()
        : this([])
    {
    }

    private RunningHost(string[] settings) => _settings = settings;

    public static IReadOnlyList<string> AllPermissions { get; } = [.. WeChatNotificationsPermissions.All, .. OrdersPermissions.All];

    public WebApplication App { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public TestDatabase Database { get; private set; } = null!;

    public SimulatorServer WeChat { get; private set; } = null!;

    public CapturingLoggerProvider Logs { get; } = new();

    /// <summary>Every endpoint that the host has.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints => [.. App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>A host of a test's own, with settings such as <c>--Login:AttemptsPerMinute</c>, <c>3</c>.</summary>
    public static async Task<RunningHost> StartAsync(params string[] settings)
    {
        var host = new RunningHost(settings);
        await host.InitializeAsync();
        return host;
    }

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateEmptyAsync();
        WeChat = await SimulatorServer.StartAsync();
        var builder = HostApplication.CreateBuilder(
        [
            "--environment", "Production",
            "--urls", "http://127.0.0.1:0",
            "--DataFolder", _data,
            "--WeChatNotifications:Api:BaseAddress", WeChat.BaseAddress.ToString(),
            "--Login:AttemptsPerMinute", "100000",
            "--WeChatNotifications:MiniProgram:RequestsPerMinutePerAddress", "100000",

            // Imports of this host stay where they are; a test that wants to see one run has a host of its own.
            "--WeChatNotifications:FollowerImports:PollInterval", "00:10:00",

            // On a busy machine too, an answer to a push means that it is stored.
            "--WeChatNotifications:Callbacks:AnswerWithin", "00:00:04",
            .. _settings,
        ]);
        builder.Logging.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Debug);
        App = HostApplication.Build(builder, Database.ConnectionString, HostFolders.Of(builder));
        await App.MigrateAsync(CancellationToken.None);
        await App.StartAsync();
        Address = new Uri(App.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await WeChat.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A new tenant and a caller who may do everything in it.</summary>
    public async Task<Shop> NewShopAsync()
    {
        var name = $"shop-{Interlocked.Increment(ref _tenants)}";
        await using var scope = App.Services.CreateAsyncScope();
        var tenant = await scope.ServiceProvider.GetRequiredService<IdentityAdministration>().EnsureTenantAsync(name, CancellationToken.None);
        return new Shop(this, tenant.Id, await CallerAsync(tenant.Id, AllPermissions));
    }

    /// <summary>A program of the host itself that may do everything.</summary>
    public Task<Caller> OperatorAsync() => CallerAsync(null, AllPermissions);

    /// <summary>A program of that tenant, or of the host itself, with exactly these permissions.</summary>
    public async Task<Caller> CallerAsync(Guid? tenantId, IEnumerable<string> permissions)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var key = await scope.ServiceProvider.GetRequiredService<IdentityAdministration>()
            .CreateApiKeyAsync(tenantId, "Test", permissions, expiresAt: null, CancellationToken.None);
        return Anonymous().With("X-Api-Key", key);
    }

    public async Task<User> UserAsync(Guid? tenantId, string name, string password, params IEnumerable<string> permissions)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityAdministration>()
            .CreateUserAsync(tenantId, name, password, permissions, CancellationToken.None);
    }

    public Caller Anonymous() => new(Address, CheckForSecrets);

    /// <summary>The same caller, for the one answer that shows a new secret.</summary>
    public Caller WithoutSecretCheck(Caller caller) => caller.WithCheck(Address, _ => { });

    /// <summary>From now on, no answer of the host and no line of its log may contain it.</summary>
    public string Secret(string secret)
    {
        _secrets.Add(secret);
        return secret;
    }

    private void CheckForSecrets(string answer)
    {
        foreach (var secret in _secrets)
        {
            answer.ShouldNotContain(secret, Case.Insensitive);
        }
    }
}
