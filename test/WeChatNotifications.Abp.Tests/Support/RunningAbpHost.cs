using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.MultiTenancy;
using Volo.Abp.Uow;
using WeChatNotifications.AbpHost.Startup;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permissions;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Templates;
using WeChatNotifications.Testing;

[assembly: AssemblyFixture(typeof(WeChatNotifications.Abp.Tests.Support.RunningAbpHost))]

namespace WeChatNotifications.Abp.Tests.Support;

/// <summary>The sample ABP host on a free port, with a database of its own and a simulated WeChat. Its two tenants are shops in both.</summary>
public sealed class RunningAbpHost : IAsyncLifetime
{
    public const string Template = "order-paid";
    public const string Api = "/api/wechat-notifications";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _data = Directory.CreateTempSubdirectory("wechat-notifications-abp-").FullName;
    private readonly Action<WebApplicationBuilder>? _configure;
    private readonly Action<IServiceCollection>? _replace;

    public RunningAbpHost()
        : this(null, null)
    {
    }

    private RunningAbpHost(Action<WebApplicationBuilder>? configure, Action<IServiceCollection>? replace) => (_configure, _replace) = (configure, replace);

    public Shop North { get; } = new(new("11111111-1111-4111-8111-111111111111"), "north", "wxnorth000000001", "north-secret-0123456789abcdef");

    public Shop South { get; } = new(new("22222222-2222-4222-8222-222222222222"), "south", "wxsouth000000001", "south-secret-0123456789abcdef");

    public WebApplication App { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public TestDatabase Database { get; private set; } = null!;

    public SimulatorServer Simulator { get; private set; } = null!;

    public SimulatorControl WeChat => Simulator.Control;

    public CapturingLoggerProvider Logs { get; } = new();

    public IServiceProvider Services => App.Services;

    /// <summary>A host of a test's own.</summary>
    /// <param name="configure">Before the modules: settings, options.</param>
    /// <param name="replace">After them: services in the place of theirs.</param>
    public static async Task<RunningAbpHost> StartAsync(Action<WebApplicationBuilder>? configure = null, Action<IServiceCollection>? replace = null)
    {
        var host = new RunningAbpHost(configure, replace);
        await host.InitializeAsync();
        return host;
    }

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateEmptyAsync();
        Simulator = await SimulatorServer.StartAsync();
        foreach (var shop in new[] { North, South })
        {
            WeChat.Seed(shop.SeedDocument);
        }

        var builder = AbpHostApplication.CreateBuilder(["--environment", "Production", "--urls", "http://127.0.0.1:0"]);
        builder.Configuration.AddInMemoryCollection(Settings());
        builder.Logging.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Debug);
        builder.Services.Configure<AbpEventBusBoxesOptions>(o => o.PeriodTimeSpan = TimeSpan.FromMilliseconds(100));
        _configure?.Invoke(builder);
        await AbpHostApplication.AddModulesAsync(builder);
        _replace?.Invoke(builder.Services);
        App = builder.Build();
        await App.MigrateAsync(CancellationToken.None);
        await App.InitializeApplicationAsync();
        foreach (var shop in new[] { North, South })
        {
            await SetUpAsync(shop);
        }

        await App.StartAsync();
        Address = new Uri(App.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await Simulator.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Uses a service as a tenant, without a unit of work around it.</summary>
    public async Task<T> As<TService, T>(Guid? tenant, Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        using var change = scope.ServiceProvider.GetRequiredService<ICurrentTenant>().Change(tenant);
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Works as a tenant in a unit of work, which completes unless the work throws or says no.</summary>
    public async Task InUnitOfWork(Guid? tenant, bool isTransactional, Func<IServiceProvider, Task<bool>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        using var change = scope.ServiceProvider.GetRequiredService<ICurrentTenant>().Change(tenant);
        using var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWorkManager>().Begin(requiresNew: true, isTransactional);
        if (await work(scope.ServiceProvider))
        {
            await unitOfWork.CompleteAsync();
        }
    }

    public Task<IReadOnlyList<NotificationReceipt>> Send(Shop shop, Notification notification)
        => As<IWeChatNotifier, IReadOnlyList<NotificationReceipt>>(shop.Id, n => n.SendAsync(notification));

    public Task<DeliveryDetailDto> Delivery(Shop shop, Guid id) => As<IDeliveryAppService, DeliveryDetailDto>(shop.Id, s => s.GetAsync(id));

    public Task<DeliveryDetailDto> Until(Shop shop, Guid id, DeliveryStatus status)
        => Eventually.GetAsync(
            async () => await Delivery(shop, id) is { } delivery && delivery.Status == status ? delivery : null, Patience, $"delivery is {status}");

    /// <summary>What WeChat received for a user.</summary>
    public Task<SimulatedMessageText> Message(string openId) => Eventually.GetAsync(
        () => Task.FromResult(MessagesTo(openId) is [var first, ..] ? first : null), Patience, $"a message to {openId}");

    public IReadOnlyList<SimulatedMessageText> MessagesTo(string openId)
        => [.. WeChat.Messages(new MessageFilter { OpenId = openId }).Messages.Select(m => new SimulatedMessageText(m.AppId, m.Data))];

    public async Task<long> CountAsync(string openId)
        => (await Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "OpenId" = $1""", openId)).Single();

    /// <summary>Listens for an event of the distributed bus until disposed.</summary>
    public IDisposable Listen<TEvent>(out ConcurrentBag<TEvent> told)
        where TEvent : class
    {
        var heard = told = [];
        return Services.GetRequiredService<IDistributedEventBus>().Subscribe<TEvent>(e =>
        {
            heard.Add(e);
            return Task.CompletedTask;
        });
    }

    /// <summary>A caller over HTTP with a key of <see cref="Settings"/>, or none.</summary>
    public HttpClient Caller(string? key = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
        }

        return client;
    }

    private async Task SetUpAsync(Shop shop)
    {
        await InUnitOfWork(shop.Id, isTransactional: true, async services =>
        {
            var app = await services.GetRequiredService<IAppCredentialAppService>().CreateAsync(
                new CreateAppCredentialDto { AppId = shop.AppId, Name = shop.Name, Secret = shop.Secret });
            var template = await services.GetRequiredService<IMessageTemplateAppService>().CreateAsync(shop.TemplateOf(app.Id));
            (shop.AppCredentialId, shop.TemplateId) = (app.Id, template.Id);
            return true;
        });
    }

    private Dictionary<string, string?> Settings()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Default"] = Database.ConnectionString,
            ["DataFolder"] = _data,
            ["StringEncryption:DefaultPassPhrase"] = "pass phrase of the tests",
            ["WeChatNotifications:Api:BaseAddress"] = Simulator.BaseAddress.ToString(),
            ["WeChatNotifications:Dispatch:PollInterval"] = "00:00:00.2",
        };
        var keys = 0;
        foreach (var (index, shop) in new[] { North, South }.Index())
        {
            settings[$"Tenants:{index}:Id"] = shop.Id.ToString();
            settings[$"Tenants:{index}:Name"] = shop.Name;
            settings[$"Tenants:{index}:NormalizedName"] = shop.Name.ToUpperInvariant();
            AddKey($"{shop.Name}-all", shop.Id, "*");
            AddKey($"{shop.Name}-nobody", shop.Id);
            AddKey($"{shop.Name}-reader", shop.Id, WeChatNotificationsPermissions.Credentials.Default, WeChatNotificationsPermissions.Deliveries.Default);
        }

        AddKey("host-all", null, "*");
        return settings;

        void AddKey(string key, Guid? tenant, params string[] permissions)
        {
            var path = $"Identity:Keys:{keys++}:";
            (settings[path + "Key"], settings[path + "UserName"]) = (key, key);
            (settings[path + "UserId"], settings[path + "TenantId"]) = (Guid.NewGuid().ToString(), tenant?.ToString());
            for (var i = 0; i < permissions.Length; i++)
            {
                settings[$"{path}Permissions:{i}"] = permissions[i];
            }
        }
    }
}

/// <summary>A message as WeChat received it.</summary>
public sealed record SimulatedMessageText(string AppId, IReadOnlyDictionary<string, string> Fields);
