using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Permits;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Application.Tests.Callbacks;

/// <summary>A shop whose account takes pushes in secure mode, and nodes that take them.</summary>
internal sealed class CallbackWorld : IAsyncDisposable
{
    private CallbackWorld(WeChatFixture given, EngineHost host, Pusher weChat) => (Given, Host, WeChat) = (given, host, weChat);

    public WeChatFixture Given { get; }

    /// <summary>The first node.</summary>
    public EngineHost Host { get; }

    public Pusher WeChat { get; }

    public DateTimeOffset Now => Given.Time.GetUtcNow();

    public static async Task<CallbackWorld> CreateAsync(Action<IServiceCollection>? services = null, Action<Dictionary<string, string?>>? settings = null)
    {
        var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync(s => Configure(s, settings), services);
        var keys = await host.As<IAppCallbackAppService, GeneratedCallbacksDto>(given.Tenant, s => s.GenerateAsync(given.AppCredentialId, new()));
        var world = new CallbackWorld(given, host, new Pusher(WeChatFixture.AppId, keys.Token!, keys.EncodingAesKey));
        await world.UntilReadyAsync(host);
        return world;
    }

    /// <summary>Another node on the same database.</summary>
    public Task<EngineHost> StartNodeAsync(Action<IServiceCollection>? services = null) => Given.StartAsync(s => Configure(s, null), services);

    /// <summary>Waits until a node knows the keys; on a busy machine that may take longer than an answer may.</summary>
    public Task UntilReadyAsync(EngineHost node) => Eventually.Async(
        async () => await node.Services.GetRequiredService<ICallbackReceiver>().CheckAddressAsync(WeChatFixture.AppId, WeChat.AddressCheck("1", Now), CancellationToken.None) == CallbackAnswer.Taken,
        EngineHost.Patience, "the node knows the keys");

    /// <summary>WeChat pushes a message to a node and reads the answer.</summary>
    public Task<CallbackAnswer> PushAsync(string body, EngineHost? node = null, PushProtection protection = PushProtection.Secure)
        => PushAsync(WeChat.Sign(body, protection, Now), node);

    public Task<CallbackAnswer> PushAsync(SignedPush push, EngineHost? node = null, string appId = WeChatFixture.AppId)
        => (node ?? Host).Services.GetRequiredService<ICallbackReceiver>().ReceiveAsync(appId, push.Query, push.Body, CancellationToken.None);

    /// <summary>What a user has left.</summary>
    public async Task<int?> RemainingAsync(string openId, string template = WeChatFixture.WeChatTemplate)
        => (await GrantAsync(openId, template))?.Remaining;

    public async Task<SubscriptionGrantDto?> GrantAsync(string openId, string template = WeChatFixture.WeChatTemplate)
        => (await Host.As<ISubscriptionGrantAppService, CursorPage<SubscriptionGrantDto>>(
            Given.Tenant, s => s.ListAsync(new() { OpenIds = [openId] }))).Items.SingleOrDefault(g => g.WeChatTemplateId == template);

    public async Task<long> CountAsync(string table) => (await Given.Database.QueryAsync<long>($"""SELECT count(*) FROM "WeChat{table}" """)).Single();

    public ValueTask DisposeAsync() => Given.DisposeAsync();

    private static void Configure(Dictionary<string, string?> settings, Action<Dictionary<string, string?>>? more)
    {
        settings["Callbacks:ReceiptInterval"] = "00:00:01";

        // Unless a test is about slowness, an answer means that it is stored.
        settings["Callbacks:AnswerWithin"] = "00:00:04";
        more?.Invoke(settings);
    }
}
