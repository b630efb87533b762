using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Testing;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

public sealed class GettingTokensTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_thousand_first_callers_cause_one_call()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();

        var results = await node.GetManyAsync(app, 1_000);

        world.StableCalls.ShouldBe(1);
        var token = results.Cast<AccessTokenResult.Available>().Select(r => r.Token).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        (await world.Judge(token)).ShouldBe(TokenWorld.TokenIsGood);
    }

    [Fact]
    public async Task Two_nodes_that_begin_together_get_the_same_token_by_two_calls_at_most()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var (one, two) = (world.Node(), world.Node());

        var results = (await Task.WhenAll(one.GetManyAsync(app, 500), two.GetManyAsync(app, 500))).SelectMany(r => r);

        // Both may find the cache empty before either has filled it; WeChat then gives the same stable token twice.
        world.StableCalls.ShouldBeInRange(1, 2);
        results.Cast<AccessTokenResult.Available>().Select(r => r.Token).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_node_that_comes_later_takes_the_token_from_the_cache()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var token = await world.Node().Token(app);

        (await world.Node().Token(app)).ShouldBe(token);

        world.StableCalls.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_tells_when_it_ends()
    {
        await using var world = await TokenWorld.StartAsync();

        var available = (await world.Node().GetAsync(world.App())).ShouldBeOfType<AccessTokenResult.Available>();

        available.ExpiresAt.ShouldBe(world.Clock.GetUtcNow().AddHours(2));
    }

    [Fact]
    public async Task Apps_and_their_two_kinds_of_token_do_not_mix()
    {
        await using var world = await TokenWorld.StartAsync();
        world.Database = await TestDatabase.CreateAsync();
        world.WeChat.Control.SetApp(new() { AppId = "wx-other", Secret = TokenWorld.Secret });
        var node = world.Node();
        var stable = world.App();
        var switched = world.Changed(stable, mode: TokenMode.Classic);

        var first = await node.Token(stable);
        var second = await node.Token(switched);

        second.ShouldNotBe(first);
        (world.StableCalls, world.ClassicCalls).ShouldBe((1, 1));
        (await world.Judge(first), await world.Judge(second)).ShouldBe((TokenWorld.TokenIsGood, TokenWorld.TokenIsGood));
    }

    [Fact]
    public async Task A_caller_who_leaves_takes_the_token_from_nobody()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        world.Break(FaultKind.Slow, count: 1, delayMs: 3_000);
        using var leaving = new CancellationTokenSource();
        var impatient = node.GetAsync(app, leaving.Token);
        var patient = node.GetAsync(app);
        await CallIsHeld(world);

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient);
        patient.IsCompleted.ShouldBeFalse();
        world.Clock.Advance(TimeSpan.FromSeconds(3));

        (await patient).ShouldBeOfType<AccessTokenResult.Available>();
        world.StableCalls.ShouldBe(1);
    }

    [Fact]
    public async Task A_refresh_does_not_work_in_the_tenant_of_whoever_came_first()
    {
        await using var world = await TokenWorld.StartAsync();
        var ambient = new AsyncLocal<string?> { Value = "the caller's" };
        var seen = "never called";
        var node = world.Node(services: s => s.AddHttpClient(WeChatNotificationsServiceCollectionExtensions.HttpClientName)
            .AddHttpMessageHandler(() => new Interceptor(_ => seen = ambient.Value)));

        await node.Token(world.App());

        seen.ShouldBeNull();
        ambient.Value.ShouldBe("the caller's");
    }

    [Fact]
    public async Task Dispose_ends_a_refresh_under_way_and_its_callers_get_an_answer()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        world.Break(FaultKind.Hang);
        var waiting = node.GetAsync(app);
        await Eventually.Async(() => world.WeChat.Control.Faults().Single().Struck == 1, Patience, "the call reaches WeChat");
        var tokens = (AccessTokenProvider)node.Tokens;

        await tokens.DisposeAsync().AsTask().WaitAsync(Patience);

        (await waiting.WaitAsync(Patience)).ShouldBe(new AccessTokenResult.Unreachable("This node is shutting down."));
        await Should.ThrowAsync<ObjectDisposedException>(() => node.GetAsync(app));
        await Should.ThrowAsync<ObjectDisposedException>(() => node.Tokens.FetchAsync(app, CancellationToken.None));
        await tokens.DisposeAsync();
    }

    [Fact]
    public async Task The_test_of_a_credential_really_asks_and_keeps_what_it_gets()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        await node.Token(app);
        world.WeChat.Control.InvalidateTokens(TokenWorld.AppId);

        var fetched = (await node.Tokens.FetchAsync(app, CancellationToken.None)).ShouldBeOfType<AccessTokenResult.Available>();

        world.StableCalls.ShouldBe(2);
        (await node.Token(app)).ShouldBe(fetched.Token);
        (await world.Node().Token(app)).ShouldBe(fetched.Token);
        world.StableCalls.ShouldBe(2);
    }

    /// <summary>Two wait on the clock then: WeChat for the end of its slowness, and we for the end of our patience.</summary>
    internal static Task CallIsHeld(TokenWorld world) => Eventually.Async(() => world.Clock.WaitingTimers == 2, Patience, "WeChat holds the call");
}

/// <summary>Looks at, or spoils, what goes over the wire.</summary>
internal sealed class Interceptor(Action<HttpRequestMessage> onRequest, Action<HttpRequestMessage>? onAnswer = null) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        onRequest(request);
        var response = await base.SendAsync(request, cancellationToken);
        onAnswer?.Invoke(request);
        return response;
    }
}
