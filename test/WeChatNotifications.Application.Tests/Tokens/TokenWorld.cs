using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Security;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Testing;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Application.Tests.Tokens;

/// <summary>WeChat on a real port, a cache and a key ring that all nodes share, and one clock for everybody.</summary>
internal sealed class TokenWorld : IAsyncDisposable
{
    public const string AppId = "wx0000000000000001";
    public const string Secret = "5ec1e7c0ffee5ec1e7c0ffee5ec1e7c0";
    public const string StablePath = "/cgi-bin/stable_token";
    public const string ClassicPath = "/cgi-bin/token";

    /// <summary>What WeChat says to a send with a good token and an openid that it does not know.</summary>
    public const int TokenIsGood = 40003;

    private readonly List<TokenNode> _nodes = [];

    private TokenWorld(SimulatorServer weChat, ManualTimeProvider clock) => (WeChat, Clock) = (weChat, clock);

    public SimulatorServer WeChat { get; }

    public ManualTimeProvider Clock { get; }

    public RecordingCache Cache { get; } = new();

    public CapturingLoggerProvider Logs { get; } = new();

    public EphemeralDataProtectionProvider Keys { get; } = new();

    public TestDatabase? Database { get; set; }

    public long StableCalls => WeChat.Control.Report().Count(StablePath);

    public long ClassicCalls => WeChat.Control.Report().Count(ClassicPath);

    public long ForcedRefreshes => WeChat.Control.Report().TokenCalls.Sum(c => c.ForcedRefreshes);

    public static async Task<TokenWorld> StartAsync()
    {
        var clock = new ManualTimeProvider();
        var weChat = await SimulatorServer.StartAsync(new SimulatorOptions { Time = clock });
        weChat.Control.SetApp(new() { AppId = AppId, Secret = Secret });
        weChat.Control.SetTemplate(new() { AppId = AppId, TemplateId = "tmpl", Fields = ["thing1"] });
        return new TokenWorld(weChat, clock);
    }

    /// <summary>Another node: its own process as far as tokens are concerned.</summary>
    public TokenNode Node(Action<AccessTokenOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton<IDistributedCache>(Cache);
        collection.AddSingleton<IDataProtectionProvider>(Keys);
        collection.AddLogging(logging => logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Trace));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Api:BaseAddress", WeChat.BaseAddress.AbsoluteUri)]).Build();
        var builder = collection.AddWeChatNotifications(configuration);
        if (Database is { } database)
        {
            builder.UsePostgreSql(database.ConnectionString);
        }

        collection.Configure(options ?? (static _ => { }));
        services?.Invoke(collection);
        var node = new TokenNode(collection.BuildServiceProvider());
        _nodes.Add(node);
        return node;
    }

    public AppCredential App(TokenMode mode = TokenMode.Stable, string secret = Secret)
        => AppCredential.Register(
            tenantId: null, AppId, AppKind.MiniProgram, new() { Name = "Shop", TokenMode = mode }, Protected(secret), Clock.GetUtcNow());

    /// <summary>The same app as it is read from the database after somebody has entered a new secret, or chosen the other token call.</summary>
    public AppCredential Changed(AppCredential app, string secret = Secret, TokenMode? mode = null)
    {
        var changed = App(mode ?? app.TokenMode, secret);
        typeof(Entity).GetProperty(nameof(Entity.Id))!.SetValue(changed, app.Id);
        while (changed.SecretVersion <= app.SecretVersion)
        {
            changed.ChangeSecret(Protected(secret), Clock.GetUtcNow());
        }

        return changed;
    }

    public FaultRule Break(FaultKind kind, string path = StablePath, int? count = null, int delayMs = 0)
        => WeChat.Control.AddFault(new() { Kind = kind, Path = path, Count = count, DelayMs = delayMs });

    public void Mend() => WeChat.Control.ClearFaults();

    /// <summary>What WeChat says to a send with this token.</summary>
    public async Task<int> Judge(string token)
    {
        using var http = new HttpClient();
        var client = new WeChatApiClient(http, new() { BaseAddress = WeChat.BaseAddress });
        var result = await client.SendSubscribeMessageAsync(token, new() { ToUser = "o-nobody", TemplateId = "tmpl", Data = [new("thing1", "x")] });
        return result.ShouldBeOfType<SendResult.Refused>().Error.Code;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await WeChat.DisposeAsync();
        if (Database is { } database)
        {
            await database.DisposeAsync();
        }
    }

    private ProtectedSecret Protected(string secret) => ProtectedSecret.Create(secret, new DataProtectionSecretProtector(Keys));
}

/// <summary>One node.</summary>
internal sealed class TokenNode(ServiceProvider services) : IAsyncDisposable
{
    public IServiceProvider Services => services;

    public IAccessTokenProvider Tokens { get; } = services.GetRequiredService<IAccessTokenProvider>();

    public Task<AccessTokenResult> GetAsync(AppCredential app, CancellationToken cancellationToken = default) => Tokens.GetAsync(app, cancellationToken).AsTask();

    /// <summary>A token that there must be.</summary>
    public async Task<string> Token(AppCredential app) => (await GetAsync(app)).ShouldBeOfType<AccessTokenResult.Available>().Token;

    public Task<AccessTokenResult[]> GetManyAsync(AppCredential app, int callers) => Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => GetAsync(app))));

    public Task Reject(AppCredential app, string token) => Tokens.InvalidateAsync(app, token, CancellationToken.None);

    /// <summary>Waits for what goes on in the background.</summary>
    public Task Settled() => ((AccessTokenProvider)Tokens).DrainAsync();

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
