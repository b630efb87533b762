using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Templates;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>A database, a simulated WeChat, and a shop in both. What nodes share (cache, keys, clock) is here.</summary>
internal sealed class WeChatFixture : IAsyncDisposable
{
    public const string AppId = "wx0000000000000001";
    public const string Secret = "0123456789abcdef0123456789abcdef";
    public const string WeChatTemplate = "tmpl-order-paid";
    public const string Template = "order-paid";
    public const string SendPath = "/cgi-bin/message/subscribe/send";

    private readonly List<EngineHost> _hosts = [];

    private WeChatFixture(TestDatabase database, SimulatorServer simulator) => (Database, Simulator) = (database, simulator);

    public TestDatabase Database { get; }

    public SimulatorServer Simulator { get; }

    public SimulatorControl WeChat => Simulator.Control;

    public ShiftedTimeProvider Time { get; } = new();

    public IDistributedCache Cache { get; } = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));

    public IDataProtectionProvider DataProtection { get; } = new EphemeralDataProtectionProvider();

    public Guid? Tenant { get; } = Guid.NewGuid();

    public Guid AppCredentialId { get; private set; }

    public Guid TemplateId { get; private set; }

    /// <summary>A shop whose users u0, u1, … have subscribed for good.</summary>
    public static async Task<WeChatFixture> CreateAsync(int users = 100)
    {
        var given = new WeChatFixture(await TestDatabase.CreateAsync(), await SimulatorServer.StartAsync());
        given.WeChat.Seed(new SeedDocument
        {
            Apps = [new() { AppId = AppId, Secret = Secret }],
            Templates = [new() { AppId = AppId, TemplateId = WeChatTemplate, Fields = ["character_string1", "thing2", "amount3"] }],
            UserRanges = [new() { AppId = AppId, Prefix = "u", Count = users, Grants = [new() { TemplateId = WeChatTemplate, LongTerm = true }] }],
        });
        await using var host = EngineHost.Build(given, s => s["Dispatch:IsEnabled"] = "false");
        (given.AppCredentialId, given.TemplateId) = await SetUpAsync(host, given.Tenant, AppId, Secret);
        return given;
    }

    public static async Task<(Guid App, Guid Template)> SetUpAsync(EngineHost host, Guid? tenant, string appId, string secret)
    {
        var app = await host.As<IAppCredentialAppService, AppCredentialDto>(
            tenant, s => s.CreateAsync(new CreateAppCredentialDto { AppId = appId, Name = "Shop", Secret = secret }));
        var template = await host.As<IMessageTemplateAppService, MessageTemplateDto>(tenant, s => s.CreateAsync(new SaveMessageTemplateDto
        {
            Name = Template,
            AppCredentialId = app.Id,
            WeChatTemplateId = WeChatTemplate,
            Fields =
            [
                new() { Key = "character_string1", Name = "number" }, new() { Key = "thing2", Name = "goods" }, new() { Key = "amount3", Name = "amount" },
            ],
        }));
        return (app.Id, template.Id);
    }

    /// <summary>Starts a node.</summary>
    public async Task<EngineHost> StartAsync(
        Action<Dictionary<string, string?>>? configure = null, Action<IServiceCollection>? services = null, Action<IWeChatNotificationsBuilder>? complete = null)
    {
        var host = EngineHost.Build(this, configure, services: services, complete: complete);
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    public static Notification Order(NotificationRecipients to, string number = "A-1001", string goods = "tea") => new()
    {
        Template = Template,
        To = to,
        Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["number"] = number, ["goods"] = goods, ["amount"] = 12.5m },
    };

    public static IEnumerable<string> Users(int count, int from = 0) => Enumerable.Range(from, count).Select(i => $"u{i}");

    /// <summary>How often WeChat was asked to send.</summary>
    public long SendCalls(string? outcome = null) => WeChat.Report().Count(SendPath, outcome);

    public long TokenCalls() => WeChat.Report().TokenCalls.Sum(c => c.Calls);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await Simulator.DisposeAsync();
        await Database.DisposeAsync();
    }
}
