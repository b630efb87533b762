using System.Text;
using WeChatNotifications.Security;
using WeChatNotifications.Testing;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

public sealed class SharedCacheTests
{
    [Fact]
    public async Task A_cache_that_is_down_costs_no_messages_and_no_calls_beyond_the_first()
    {
        await using var world = await TokenWorld.StartAsync();
        world.Cache.Condition = RecordingCache.Fault.Down;
        var app = world.App();
        var node = world.Node();
        var token = await node.Token(app);

        for (var i = 0; i < 100; i++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(6));
            (await node.Token(app)).ShouldBe(token);
            await node.Settled();
        }

        world.StableCalls.ShouldBe(1);
        world.Logs.Lines.ShouldContain(l => l.EventId.Id == 2004);
    }

    [Fact]
    public async Task A_cache_that_comes_back_gets_the_token_it_missed()
    {
        await using var world = await TokenWorld.StartAsync();
        world.Cache.Condition = RecordingCache.Fault.Down;
        var app = world.App();
        var node = world.Node();
        var token = await node.Token(app);
        world.Cache.Condition = RecordingCache.Fault.None;
        world.Clock.Advance(TimeSpan.FromSeconds(6));

        await node.Token(app);
        await node.Settled();

        (await world.Node().Token(app)).ShouldBe(token);
        world.StableCalls.ShouldBe(1);
    }

    [Fact]
    public async Task A_cache_that_does_not_answer_delays_the_first_token_by_its_patience_and_later_ones_not_at_all()
    {
        await using var world = await TokenWorld.StartAsync();
        world.Cache.Condition = RecordingCache.Fault.Hanging;
        var app = world.App();
        var node = world.Node();

        var first = node.GetAsync(app);
        await KeptWaiting(world, 1);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        await KeptWaiting(world, 2);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        (await first).ShouldBeOfType<AccessTokenResult.Available>();

        world.Clock.Advance(TimeSpan.FromSeconds(6));
        var later = node.Tokens.GetAsync(app, CancellationToken.None);
        later.IsCompletedSuccessfully.ShouldBeTrue();
        (await later).ShouldBeOfType<AccessTokenResult.Available>();
        await KeptWaiting(world, 3);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        await node.Settled();
        world.StableCalls.ShouldBe(1);
    }

    [Fact]
    public async Task A_cache_that_forgets_is_reminded()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var token = await node.Token(app);
        world.Cache.Remove(world.Cache.Keys.Single());
        world.Clock.Advance(TimeSpan.FromSeconds(6));

        await node.Token(app);
        await node.Settled();

        (await world.Node().Token(app)).ShouldBe(token);
        world.StableCalls.ShouldBe(1);
    }

    [Fact]
    public async Task An_older_token_in_the_cache_does_not_replace_a_newer_one()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        await node.Token(app);
        var key = world.Cache.Keys.Single();
        var older = await world.Cache.Peek(key);
        world.WeChat.Control.InvalidateTokens(TokenWorld.AppId);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = (await node.Tokens.FetchAsync(app, CancellationToken.None)).ShouldBeOfType<AccessTokenResult.Available>().Token;
        await world.Cache.Plant(key, older!);
        world.Clock.Advance(TimeSpan.FromSeconds(6));

        await node.Token(app);
        await node.Settled();

        (await node.Token(app)).ShouldBe(newer);
        (await world.Node().Token(app)).ShouldBe(newer, "The newer one was put back for everybody.");
    }

    [Fact]
    public async Task Nonsense_in_the_cache_is_replaced()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var other = world.App();
        await world.Node().Token(other);
        var key = $"wechat-notifications:access-token:{app.Id:N}:Stable";
        var ofOther = await world.Cache.Peek(world.Cache.Keys.Single());
        var protector = new DataProtectionSecretProtector(world.Keys);
        byte[][] nonsense =
        [
            [], [0xFF, 0xFE, 0x00], "{}"u8.ToArray(), Encoding.UTF8.GetBytes(protector.Protect(SecretPurposes.AccessToken, "{}")),
            Encoding.UTF8.GetBytes(protector.Protect(SecretPurposes.AccessToken, "not json")), Encoding.UTF8.GetBytes(protector.Protect("another purpose", "{}")), ofOther!,
        ];

        foreach (var bytes in nonsense)
        {
            await world.Cache.Plant(key, bytes);
            var before = world.StableCalls;
            var token = await world.Node().Token(app);
            (await world.Judge(token)).ShouldBe(TokenWorld.TokenIsGood);
            world.StableCalls.ShouldBe(before + 1);
            (await world.Cache.Peek(key)).ShouldNotBe(bytes);
        }
    }

    [Fact]
    public async Task The_cache_holds_neither_token_nor_secret_in_clear()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();

        var token = await world.Node().Token(app);

        world.Cache.Keys.ShouldBe([$"wechat-notifications:access-token:{app.Id:N}:Stable"]);
        world.Cache.AllText.Length.ShouldBeGreaterThan(100);
        foreach (var hidden in new[] { token, Convert.ToBase64String(Encoding.UTF8.GetBytes(token)), TokenWorld.Secret, TokenWorld.AppId })
        {
            world.Cache.AllText.ShouldNotContain(hidden);
        }
    }

    [Fact]
    public async Task Two_installations_in_one_cache_are_kept_apart_by_the_prefix()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();

        await world.Node().Token(app);
        await world.Node(options => options.CacheKeyPrefix = "staging").Token(app);

        world.Cache.Keys.Count.ShouldBe(2);
        world.Cache.Keys.ShouldContain($"staging:access-token:{app.Id:N}:Stable");
    }

    private static Task KeptWaiting(TokenWorld world, int calls)
        => Eventually.Async(() => world.Cache.Kept == calls && world.Clock.WaitingTimers > 0, TimeSpan.FromSeconds(20), "the cache keeps us waiting");
}
