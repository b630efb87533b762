using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Events;
using WeChatNotifications.Security;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Sending;

/// <summary>A host with the module in it and a database of its own, and nothing that sends: what is queued stays where it is.</summary>
internal sealed class SendingWorld : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private SendingWorld(TestDatabase database, ServiceProvider services, ManualTimeProvider clock, CapturingLoggerProvider logs)
        => (Database, _services, Clock, Logs) = (database, services, clock, logs);

    /// <summary>Whose shop it is. Whatever a test does without choosing another tenant, it does as this one.</summary>
    public Guid TenantId { get; } = Guid.NewGuid();

    public TestDatabase Database { get; }

    public ManualTimeProvider Clock { get; }

    public CapturingLoggerProvider Logs { get; }

    public IServiceProvider Services => _services;

    public IAmbientTenant Tenant => _services.GetRequiredService<IAmbientTenant>();

    /// <summary>The apps that were woken, in order.</summary>
    public IReadOnlyList<Guid> Woken => ((RecordingSignal)_services.GetRequiredService<IDeliverySignal>()).Woken;

    public DateTimeOffset Now => Clock.GetUtcNow();

    public AppCredential App { get; private set; } = null!;

    /// <summary>A shop with one app and the template <c>order-paid</c>.</summary>
    public static async Task<SendingWorld> A_shop(
        Action<AppCredentialSettingsBuilder>? app = null, Action<SendingOptions>? options = null, Action<NotificationEventMappings>? events = null)
    {
        var world = await EmptyAsync(options, events);
        var settings = new AppCredentialSettingsBuilder();
        app?.Invoke(settings);
        world.App = await world.AddApp("wx0000000000000001", settings);
        await world.AddTemplate("order-paid");
        return world;
    }

    public async Task<AppCredential> AddApp(string appId, AppCredentialSettingsBuilder settings)
    {
        var secret = ProtectedSecret.Create("0123456789abcdef0123456789abcdef", _services.GetRequiredService<ISecretProtector>());
        var app = AppCredential.Register(
            Tenant.Id ?? TenantId, appId, AppKind.MiniProgram,
            new() { Name = "My shop", Culture = settings.Culture, TimeZone = settings.TimeZone, IsEnabled = settings.IsEnabled }, secret, Now);
        await InScope(s => s.GetRequiredService<IAppCredentialRepository>().AddAsync(app, default));
        return app;
    }

    public async Task<MessageTemplate> AddTemplate(string name, Func<MessageTemplateSettings, MessageTemplateSettings>? change = null)
    {
        var settings = new MessageTemplateSettings
        {
            Name = name,
            AppCredentialId = App.Id,
            WeChatTemplateId = "wx-" + name,
            Fields = [new() { Key = "thing1", Name = "product" }, new() { Key = "amount2", Name = "price" }],
        };
        var template = MessageTemplate.Register(Tenant.Id ?? TenantId, change?.Invoke(settings) ?? settings, Now);
        await InScope(s => s.GetRequiredService<IMessageTemplateRepository>().AddAsync(template, default));
        return template;
    }

    public async Task ChangeTemplate(string name, Action<MessageTemplate> change) => await InScope(async s =>
    {
        var templates = s.GetRequiredService<IMessageTemplateRepository>();
        var found = await templates.FindByNameAsync(name, default);
        var template = (await templates.FindAsync(found!.Value.Template.Id, default))!;
        change(template);
        await templates.SaveAsync(template, default);
    });

    public static Notification Order(NotificationRecipients? to = null, string template = "order-paid", string? product = "Tea", object? price = null) => new()
    {
        Template = template,
        To = to ?? "o-alice",
        Data = Data(("product", product), ("price", price ?? 12.5m)),
    };

    public static Dictionary<string, object?> Data(params (string Name, object? Value)[] data) => data.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal);

    public static NotificationRecipients Users(int count) => NotificationRecipients.OpenIds(Enumerable.Range(0, count).Select(i => $"o-user{i}"));

    public async Task<IReadOnlyList<NotificationReceipt>> Send(params Notification[] notifications)
        => await InScope(s => s.GetRequiredService<IWeChatNotifier>().SendAsync(notifications));

    public async Task<NotificationReceipt> SendOne(Notification notification) => (await Send(notification)).ShouldHaveSingleItem();

    public Task<NotificationPreview> Preview(Notification notification) => InScope(s => s.GetRequiredService<IWeChatNotifier>().PreviewAsync(notification));

    /// <summary>Everything that stands in the queue, of all tenants, in the order it came.</summary>
    public Task<List<DeliveryLog>> Queue() => InScope(s => s.GetRequiredService<WeChatNotificationsDbContext>().Set<DeliveryLog>()
        .IgnoreQueryFilters().AsNoTracking().OrderBy(d => d.CreatedAt).ThenBy(d => d.OpenId).ToListAsync());

    public async Task<DeliveryLog> OnlyDelivery() => (await Queue()).ShouldHaveSingleItem();

    public async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> use)
    {
        using var tenant = Tenant.Id is null ? Tenant.Change(TenantId) : null;
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider);
    }

    public Task InScope(Func<IServiceProvider, Task> use) => InScope(async services =>
    {
        await use(services);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task<SendingWorld> EmptyAsync(Action<SendingOptions>? options, Action<NotificationEventMappings>? events)
    {
        var database = await TestDatabase.CreateAsync();
        var (clock, logs) = (new ManualTimeProvider(), new CapturingLoggerProvider());
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IDeliverySignal, RecordingSignal>();
        services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        services.AddWeChatNotifications(new ConfigurationBuilder().Build(), events).UsePostgreSql(database.ConnectionString);
        services.Configure(options ?? (static _ => { }));
        return new SendingWorld(database, services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }), clock, logs);
    }

    private sealed class RecordingSignal : IDeliverySignal
    {
        private readonly ConcurrentQueue<Guid> _woken = new();

        public IReadOnlyList<Guid> Woken => [.. _woken];

        public void WorkArrived(Guid appCredentialId) => _woken.Enqueue(appCredentialId);

        public void SettingsChanged(Guid appCredentialId)
        {
        }
    }
}

/// <summary>What tests vary about an app.</summary>
internal sealed class AppCredentialSettingsBuilder
{
    public string Culture { get; set; } = AppCredentialLimits.DefaultCulture;

    public string TimeZone { get; set; } = AppCredentialLimits.DefaultTimeZone;

    public bool IsEnabled { get; set; } = true;
}
