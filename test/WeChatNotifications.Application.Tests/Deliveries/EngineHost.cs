using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>A host with the module and nothing else, on a real database and a simulated WeChat over sockets. May be stopped and started again.</summary>
internal sealed class EngineHost(WeChatFixture given, IHost host, CapturingLoggerProvider logs) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How PostgreSQL sees the connections of hosts, to tell them from those of the test itself.</summary>
    public const string DatabaseName = "engine";

    public CapturingLoggerProvider Logs => logs;

    public IServiceProvider Services => host.Services;

    public static EngineHost Build(
        WeChatFixture given, Action<Dictionary<string, string?>>? configure = null, Func<Guid?, string>? database = null, IDeliveryPartitionSource? partitions = null,
        Action<IServiceCollection>? services = null, Action<IWeChatNotificationsBuilder>? complete = null)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Api:BaseAddress"] = given.Simulator.BaseAddress.ToString(),
            ["Api:Timeout"] = "00:00:01",
            ["Dispatch:PollInterval"] = "00:00:00.1",
            ["Dispatch:Lease"] = "00:00:05",
            ["Dispatch:BackoffBase"] = "00:00:00.05",
            ["Dispatch:BackoffCap"] = "00:00:01",
            ["Dispatch:CircuitCap"] = "00:00:01",
            ["Tokens:FailureBackoff"] = "00:00:00.2",
        };
        configure?.Invoke(settings);
        var logs = new CapturingLoggerProvider();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning).AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(given.Time);
        builder.Services.AddSingleton<IDistributedCache>(given.Cache);
        builder.Services.AddSingleton(given.DataProtection);
        if (partitions is not null)
        {
            builder.Services.AddSingleton(partitions);
        }

        services?.Invoke(builder.Services);
        var module = builder.Services.AddWeChatNotifications(builder.Configuration);
        _ = database is null
            ? module.UsePostgreSql($"{given.Database.ConnectionString};Application Name={DatabaseName}")
            : module.UsePostgreSql(p => database(p.GetRequiredService<IAmbientTenant>().Id));
        complete?.Invoke(module);
        return new EngineHost(given, builder.Build(), logs);
    }

    public Task StartAsync() => host.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    /// <summary>Uses a service in a scope of its own as the given tenant.</summary>
    public async Task<T> As<TService, T>(Guid? tenant, Func<TService, Task<T>> use)
        where TService : notnull
    {
        using var change = Services.GetRequiredService<IAmbientTenant>().Change(tenant);
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<IReadOnlyList<NotificationReceipt>> Send(Notification notification, Guid? tenant = null)
        => As<IWeChatNotifier, IReadOnlyList<NotificationReceipt>>(tenant ?? given.Tenant, s => s.SendAsync(notification));

    /// <summary>Sends one order message to one user and returns its delivery.</summary>
    public async Task<Guid> SendOrder(string openId, string number = "A-1001", Func<Notification, Notification>? change = null)
    {
        var notification = WeChatFixture.Order(openId, number);
        return (await Send(change?.Invoke(notification) ?? notification)).Single().DeliveryId;
    }

    /// <summary>Sends one order message to each of many users, with numbers that tell them apart.</summary>
    public Task<IReadOnlyList<NotificationReceipt>> SendOrders(IEnumerable<string> openIds, string number = "A-1001")
        => Send(WeChatFixture.Order(NotificationRecipients.OpenIds(openIds), number));

    public Task<DeliveryDetailDto> Delivery(Guid id, Guid? tenant = null)
        => As<IDeliveryAppService, DeliveryDetailDto>(tenant ?? given.Tenant, s => s.GetAsync(id));

    public Task<AppCredentialDto> App() => As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.GetAsync(given.AppCredentialId));

    public Task<DeliveryDetailDto> Until(Guid id, DeliveryStatus status)
        => Eventually.GetAsync(
            async () => await Delivery(id) is { } delivery && delivery.Status == status ? delivery : null, Patience, $"delivery is {status}");

    /// <summary>Waits until so many deliveries of the tenant are in a state.</summary>
    public async Task UntilCount(DeliveryStatus status, int count)
    {
        try
        {
            await Eventually.Async(async () => await Count(status) == count, Patience, $"{count} deliveries are {status}");
        }
        catch (TimeoutException error)
        {
            var states = await given.Database.QueryAsync<string>("""
                SELECT concat_ws(' ', "Status", 'reason', "Reason", 'attempts', "Attempts", 'code', "ErrorCode", left("ErrorMessage", 200), count(*)) FROM "WeChatDeliveryLogs"
                GROUP BY "Status", "Reason", "Attempts", "ErrorCode", "ErrorMessage"
                """);
            throw new TimeoutException($"{error.Message} There are: {string.Join("; ", states)}.", error);
        }
    }

    public async Task<int> Count(DeliveryStatus status)
        => (int)(await given.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "Status" = $1""", (int)status)).Single();

    public Task<AppCredentialDto> Configure(Func<UpdateAppCredentialDto, UpdateAppCredentialDto> change) => As<IAppCredentialAppService, AppCredentialDto>(
        given.Tenant, s => s.UpdateAsync(given.AppCredentialId, change(new UpdateAppCredentialDto { Name = "Shop" })));

    public Task<MessageTemplateDto> ConfigureTemplate(Func<UpdateMessageTemplateDto, UpdateMessageTemplateDto> change)
        => As<IMessageTemplateAppService, MessageTemplateDto>(given.Tenant, async s =>
        {
            var present = await s.GetAsync(given.TemplateId);
            return await s.UpdateAsync(given.TemplateId, change(new UpdateMessageTemplateDto
            {
                Name = present.Name,
                AppCredentialId = present.AppCredentialId,
                WeChatTemplateId = present.WeChatTemplateId,
                Fields = present.Fields,
            }));
        });
}
