using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

public sealed class RejectedTokensTests
{
    [Theory]
    [InlineData(40001)]
    [InlineData(42001)]
    public async Task A_hundred_senders_with_a_rejected_token_cause_one_call(int code)
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var old = await node.Token(app);
        EndTokens(world, code);
        (await world.Judge(old)).ShouldBe(code);

        var renewed = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            await node.Reject(app, old);
            return await node.Token(app);
        })));

        var token = renewed.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        (await world.Judge(token)).ShouldBe(TokenWorld.TokenIsGood);
        (world.StableCalls, world.ForcedRefreshes).ShouldBe((2, 0));
        world.Logs.Lines.Count(l => l.EventId.Id == 2001).ShouldBe(1, "One line a token, not one a message.");
    }

    [Fact]
    public async Task A_late_complaint_about_an_older_token_changes_nothing()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var old = await node.Token(app);
        EndTokens(world, 40001);
        await node.Reject(app, old);
        var present = await node.Token(app);

        await node.Reject(app, old);
        await node.Reject(app, "a token nobody has ever seen");

        (await node.Token(app)).ShouldBe(present);
        await node.Settled();
        world.StableCalls.ShouldBe(2);
        world.Cache.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task Complaints_about_the_present_and_the_older_token_in_either_order_force_one_new_token()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var old = await node.Token(app);
        EndTokens(world, 40001);
        await node.Reject(app, old);
        var present = await node.Token(app);

        // WeChat goes on handing out the present one. The older complaint must not make us forget the newer.
        await node.Reject(app, present);
        await node.Reject(app, old);

        var forced = await node.Token(app);
        new[] { old, present }.ShouldNotContain(forced);
        world.ForcedRefreshes.ShouldBe(1);
    }

    [Fact]
    public async Task When_one_node_has_renewed_the_others_take_it_from_the_cache()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var (one, two) = (world.Node(), world.Node());
        var old = await one.Token(app);
        await two.Token(app);
        EndTokens(world, 40001);

        await one.Reject(app, old);
        var renewed = await one.Token(app);
        await two.Reject(app, old);

        (await two.Token(app)).ShouldBe(renewed);
        world.StableCalls.ShouldBe(2);
    }

    [Fact]
    public async Task The_shared_token_stays_until_it_is_replaced()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var old = await node.Token(app);

        await node.Reject(app, old);
        await node.Reject(app, old);

        (await world.Cache.Peek(world.Cache.Keys.Single())).ShouldNotBeNull("A window without a token would make every node call.");
    }

    [Fact]
    public async Task A_stable_token_that_comes_back_though_it_was_rejected_is_forced_out_once()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node(options => options.ForcedRefreshSpacing = TimeSpan.FromMinutes(2));
        var old = await node.Token(app);
        await node.Reject(app, old);

        var forced = (await node.GetManyAsync(app, 100)).Cast<AccessTokenResult.Available>().Select(r => r.Token).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();

        forced.ShouldNotBe(old);
        (await world.Judge(forced)).ShouldBe(TokenWorld.TokenIsGood);
        (world.StableCalls, world.ForcedRefreshes).ShouldBe((3, 1));
        world.Logs.Lines.Count(l => l.EventId.Id == 2002).ShouldBe(1);

        // And if that one is rejected too, the next is not forced before its time.
        await node.Reject(app, forced);
        for (var elapsed = 0; elapsed < 120; elapsed += 10)
        {
            (await node.GetAsync(app)).ShouldBeOfType<AccessTokenResult.Unreachable>().Detail.ShouldContain("a forced refresh was made a moment ago");
            world.ForcedRefreshes.ShouldBe(1);
            world.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        (await node.Token(app)).ShouldNotBe(forced);
        world.ForcedRefreshes.ShouldBe(2);
    }

    [Fact]
    public async Task Two_nodes_that_force_at_the_same_time_end_with_the_same_token()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var (one, two) = (world.Node(), world.Node());
        var old = await one.Token(app);
        await two.Token(app);
        await one.Reject(app, old);
        await two.Reject(app, old);

        var tokens = await Task.WhenAll(one.Token(app), two.Token(app));

        tokens[0].ShouldBe(tokens[1]);
        world.ForcedRefreshes.ShouldBe(1, "WeChat itself ignores the second within 30 s.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_forced_refresh_whose_answer_is_lost_is_made_good_without_waiting_for_the_spacing(bool tookPlace)
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var calls = 0;
        var node = world.Node(services: s => s.AddHttpClient(WeChatNotificationsServiceCollectionExtensions.HttpClientName)
            .AddHttpMessageHandler(() => tookPlace ? new Interceptor(_ => { }, LoseForced) : new Interceptor(LoseForced)));
        var old = await node.Token(app);
        await node.Reject(app, old);

        (await node.GetAsync(app)).ShouldBeOfType<AccessTokenResult.Unreachable>();
        world.Clock.Advance(TimeSpan.FromSeconds(3));
        var forced = await node.Token(app);

        forced.ShouldNotBe(old);
        world.ForcedRefreshes.ShouldBe(1);

        void LoseForced(HttpRequestMessage request)
        {
            // The first call, the one that brings the same token again, and the forced one.
            if (Interlocked.Increment(ref calls) == 3)
            {
                throw new HttpRequestException("The connection broke.");
            }
        }
    }

    [Fact]
    public async Task A_day_without_forced_refreshes_left_is_a_refusal_with_its_code()
    {
        await using var world = await TokenWorld.StartAsync();
        world.WeChat.Control.SetQuotas(new() { AppId = TokenWorld.AppId, Limits = new() { ForcedRefreshesPerDay = 0 } });
        var app = world.App();
        var node = world.Node();
        await node.Reject(app, await node.Token(app));

        (await node.GetAsync(app)).ShouldBeOfType<AccessTokenResult.Refused>().Error.Code.ShouldBe(45009);
    }

    [Fact]
    public async Task A_refresh_that_began_before_the_complaint_does_not_bring_the_rejected_token_back()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var old = await node.Token(app);
        world.Cache.Remove(world.Cache.Keys.Single());
        world.Break(FaultKind.Slow, count: 1, delayMs: 2_000);
        var fresh = world.Node();
        var waiting = fresh.GetAsync(app);
        await GettingTokensTests.CallIsHeld(world);

        // The call that is under way will bring it.
        await fresh.Reject(app, old);
        world.Clock.Advance(TimeSpan.FromSeconds(2));

        (await waiting).ShouldBeOfType<AccessTokenResult.Available>().Token.ShouldNotBe(old);
        world.ForcedRefreshes.ShouldBe(1);
    }

    private static void EndTokens(TokenWorld world, int code)
    {
        if (code == 42001)
        {
            world.WeChat.Control.ExpireTokens(TokenWorld.AppId);
        }
        else
        {
            world.WeChat.Control.InvalidateTokens(TokenWorld.AppId);
        }
    }
}
