using System.Text;
using WeChatNotifications.Credentials;
using WeChatNotifications.Security;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

public sealed class LookingTests
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(2);

    [Fact]
    public async Task Looking_asks_neither_WeChat_nor_for_a_renewal()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();

        (await Look(node, app)).ShouldBe(new TokenLook(TokenHolder.None, null, null, null, null));
        world.StableCalls.ShouldBe(0);

        await node.Token(app);
        world.Clock.Advance(Life - TimeSpan.FromSeconds(1));
        (await Look(node, app)).Source.ShouldBe(TokenHolder.ThisNode);
        await node.Settled();
        world.StableCalls.ShouldBe(1);
    }

    [Fact]
    public async Task The_node_that_fetched_it_knows_when_that_was_and_when_it_is_renewed()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var began = world.Clock.GetUtcNow();
        await node.Token(app);

        var look = await Look(node, app);

        look.Source.ShouldBe(TokenHolder.ThisNode);
        look.FetchedAt.ShouldBe(began);
        look.ExpiresAt.ShouldBe(began + Life);
        look.RefreshDueAt!.Value.ShouldBeInRange(began + Life - TimeSpan.FromMinutes(4), began + Life - TimeSpan.FromMinutes(2));
        look.LastFailure.ShouldBeNull();
    }

    [Fact]
    public async Task Another_node_sees_it_in_the_shared_cache_and_does_not_take_it_by_looking()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var began = world.Clock.GetUtcNow();
        await world.Node().Token(app);
        var other = world.Node();

        for (var i = 0; i < 2; i++)
        {
            (await Look(other, app)).ShouldBe(new TokenLook(TokenHolder.SharedCache, began, began + Life, began + Life - TimeSpan.FromMinutes(4), null));
        }
    }

    [Fact]
    public async Task A_token_that_is_over_or_of_an_older_secret_or_rejected_is_none()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var token = await node.Token(app);

        (await Look(node, world.Changed(app))).Source.ShouldBe(TokenHolder.None);
        await node.Reject(app, token);
        (await Look(node, app)).Source.ShouldBe(TokenHolder.None, "Neither the own copy nor the shared one is of use.");
        (await Look(world.Node(), app)).Source.ShouldBe(TokenHolder.SharedCache);
        world.Clock.Advance(Life);
        (await Look(world.Node(), app)).Source.ShouldBe(TokenHolder.None);
    }

    [Fact]
    public async Task An_entry_that_was_cached_before_the_moment_was_noted_is_still_read()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var protector = new DataProtectionSecretProtector(world.Keys);
        var ends = world.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        var entry = protector.Protect(SecretPurposes.AccessToken, $$"""{"App":"{{app.Id}}","Token":"of-yesterday","ExpiresAt":"{{ends:O}}","SecretVersion":{{app.SecretVersion}}}""");
        await world.Cache.Plant($"wechat-notifications:access-token:{app.Id:N}:Stable", Encoding.UTF8.GetBytes(entry));
        var node = world.Node();

        (await Look(node, app)).ShouldBe(new TokenLook(TokenHolder.SharedCache, null, ends, ends - TimeSpan.FromMinutes(4), null));
        (await node.Token(app)).ShouldBe("of-yesterday");
        (await Look(node, app)).FetchedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_failure_is_seen_until_a_token_comes()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        world.Break(FaultKind.ResetBefore);
        await node.GetAsync(app);

        var failure = (await Look(node, app)).LastFailure.ShouldNotBeNull();
        failure.At.ShouldBe(world.Clock.GetUtcNow());
        failure.Answer.ShouldBeOfType<AccessTokenResult.Unreachable>();

        world.Clock.Advance(TimeSpan.FromMinutes(10));
        (await Look(node, app)).LastFailure.ShouldBe(failure, "It answers for nobody any more, and is remembered all the same.");
        world.Mend();
        await node.Token(app);
        (await Look(node, app)).LastFailure.ShouldBeNull();
    }

    [Fact]
    public async Task A_renewal_that_fails_is_seen_beside_the_token_that_is_still_good()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        await node.Token(app);
        world.Clock.Advance(Life - TimeSpan.FromMinutes(1));
        world.Break(FaultKind.ResetBefore);
        await node.Token(app);
        await node.Settled();

        var look = await Look(node, app);

        look.Source.ShouldBe(TokenHolder.ThisNode);
        look.LastFailure.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_failed_test_is_seen_and_answers_for_nobody()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        world.Break(FaultKind.ResetBefore, count: 1);

        (await node.Tokens.FetchAsync(app, CancellationToken.None)).ShouldBeOfType<AccessTokenResult.Unreachable>();

        (await Look(node, app)).LastFailure.ShouldNotBeNull();
        (await node.GetAsync(app)).ShouldBeOfType<AccessTokenResult.Available>();
        (await Look(node, app)).LastFailure.ShouldBeNull();
    }

    [Fact]
    public async Task What_the_old_secret_met_says_nothing_about_the_new_one()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App(secret: "not-the-secret-of-this-app-at-all");
        var node = world.Node();
        await node.GetAsync(app);
        (await Look(node, app)).LastFailure!.Answer.ShouldBeOfType<AccessTokenResult.Refused>().Error.Code.ShouldBe(40125);

        (await Look(node, world.Changed(app))).LastFailure.ShouldBeNull();
    }

    [Fact]
    public async Task A_cache_that_is_down_hides_no_token_of_the_own_node()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        await node.Token(app);
        world.Cache.Condition = RecordingCache.Fault.Down;

        (await Look(node, app)).Source.ShouldBe(TokenHolder.ThisNode);
        (await Look(world.Node(), app)).Source.ShouldBe(TokenHolder.None);
    }

    private static Task<TokenLook> Look(TokenNode node, AppCredential app) => node.Tokens.LookAsync(app, CancellationToken.None);
}
