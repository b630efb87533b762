using WeChatNotifications.Credentials;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

public sealed class RenewalTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    [Fact]
    public async Task A_token_is_renewed_before_its_end_while_callers_go_on_with_the_old_one()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var old = await node.Token(app);
        world.Clock.Advance(Lifetime - TimeSpan.FromMinutes(2));
        world.Break(FaultKind.Slow, count: 1, delayMs: 5_000);

        for (var i = 0; i < 100; i++)
        {
            // Without waiting, although WeChat has not answered.
            var call = node.Tokens.GetAsync(app, CancellationToken.None);
            call.IsCompletedSuccessfully.ShouldBeTrue();
            (await call).ShouldBeOfType<AccessTokenResult.Available>().Token.ShouldBe(old);
        }

        await GettingTokensTests.CallIsHeld(world);
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await node.Settled();

        var renewed = await node.Token(app);
        renewed.ShouldNotBe(old);
        world.StableCalls.ShouldBe(2);
        (await world.Judge(old), await world.Judge(renewed)).ShouldBe((TokenWorld.TokenIsGood, TokenWorld.TokenIsGood));
    }

    [Fact]
    public async Task Nobody_asks_WeChat_before_it_is_time()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var token = await node.Token(app);

        for (var elapsed = TimeSpan.Zero; elapsed < Lifetime - TimeSpan.FromMinutes(5); elapsed += TimeSpan.FromMinutes(1))
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            (await node.Token(app)).ShouldBe(token);
            await node.Settled();
        }

        world.StableCalls.ShouldBe(1);
    }

    [Fact]
    public async Task A_renewal_by_one_node_serves_the_others()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var (one, two) = (world.Node(), world.Node());
        var old = await one.Token(app);
        await two.Token(app);
        world.Clock.Advance(Lifetime - TimeSpan.FromMinutes(2));

        await one.Token(app);
        await one.Settled();
        await two.Token(app);
        await two.Settled();

        var renewed = await one.Token(app);
        renewed.ShouldNotBe(old);
        (await two.Token(app)).ShouldBe(renewed);
        world.StableCalls.ShouldBe(2);
    }

    [Fact]
    public async Task Nodes_do_not_renew_all_at_the_same_moment()
    {
        await using var world = await TokenWorld.StartAsync();
        var node = world.Node();

        // To WeChat it is the same app, to us each has a token of its own, as each node has.
        var apps = Enumerable.Range(0, 100).Select(_ => world.App()).ToArray();
        await GetAll(node, apps);
        world.StableCalls.ShouldBe(100);
        world.Clock.Advance(Lifetime - TimeSpan.FromSeconds(241));
        await GetAll(node, apps);
        world.StableCalls.ShouldBe(100);

        var perStep = new List<long>();
        for (var step = 0; step < 13; step++)
        {
            var before = world.StableCalls;
            world.Clock.Advance(TimeSpan.FromSeconds(10));
            await GetAll(node, apps);
            perStep.Add(world.StableCalls - before);
        }

        perStep.Sum().ShouldBe(100, "All have renewed two minutes before the end, each once.");
        perStep.Max().ShouldBeLessThan(35, "Chance spreads them over two minutes.");
        perStep.Count(n => n > 0).ShouldBeGreaterThan(8);
    }

    [Fact]
    public async Task A_lead_that_WeChat_does_not_honour_causes_no_calls()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node(options => options.RefreshAhead = TimeSpan.FromHours(1));
        var token = await node.Token(app);
        world.Clock.Advance(TimeSpan.FromMinutes(100));

        for (var i = 0; i < 20; i++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(10));
            (await node.Token(app)).ShouldBe(token);
            await node.Settled();
        }

        world.StableCalls.ShouldBe(1);
    }

    [Fact]
    public void A_renewal_that_brings_the_same_token_again_is_not_repeated_at_once()
    {
        var state = new AppTokenState();
        var now = new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);
        var app = AppCredential.Register(
            tenantId: null, "wx1", AppKind.MiniProgram, new() { Name = "Shop" }, ProtectedSecret.Create("secret", new PlainProtector()), now);
        var token = new CachedAccessToken("same", now.AddMinutes(1), app.SecretVersion);
        var due = now.AddMinutes(-1);

        state.Adopt(token, now, due, trust: TimeSpan.FromHours(1)).ShouldBeTrue();
        state.StandingOf(app, now).IsDue.ShouldBeTrue();
        state.Adopt(token, now, due, trust: TimeSpan.FromHours(1)).ShouldBeTrue();

        state.StandingOf(app, now.AddSeconds(29)).IsDue.ShouldBeFalse();
        state.StandingOf(app, now.AddSeconds(30)).IsDue.ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_long_silence_an_expired_token_is_not_handed_out()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var old = await node.Token(app);
        world.Clock.Advance(Lifetime);

        var results = await node.GetManyAsync(app, 100);

        results.ShouldAllBe(r => r is AccessTokenResult.Available && ((AccessTokenResult.Available)r).Token != old);
        world.StableCalls.ShouldBe(2);
    }

    private static async Task GetAll(TokenNode node, AppCredential[] apps)
    {
        await Task.WhenAll(apps.Select(app => node.Token(app)));
        await node.Settled();
    }

    private sealed class PlainProtector : Security.ISecretProtector
    {
        public string Protect(string purpose, string plaintext) => plaintext;

        public string Unprotect(string purpose, string protectedText) => protectedText;
    }
}
