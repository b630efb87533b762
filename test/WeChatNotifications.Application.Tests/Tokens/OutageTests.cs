using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

public sealed class OutageTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    [Theory]
    [InlineData(FaultKind.HttpStatus)]
    [InlineData(FaultKind.WeChatError)]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.Html)]
    public async Task A_thousand_callers_cause_one_call_per_pause(FaultKind fault)
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        world.Break(fault);

        for (var pause = 1; pause <= 3; pause++)
        {
            var results = await node.GetManyAsync(app, 300);
            results = [.. results, .. await node.GetManyAsync(app, 700)];
            results.ShouldNotContain(r => r is AccessTokenResult.Available);
            world.StableCalls.ShouldBe(pause);
            world.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        world.Mend();
        await node.Token(app);
    }

    [Fact]
    public async Task The_last_good_token_serves_as_long_as_it_is_valid_and_nobody_waits_for_the_tries()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var good = await node.Token(app);
        world.Break(FaultKind.HttpStatus);
        world.Clock.Advance(Lifetime - TimeSpan.FromMinutes(2));

        for (var left = 120; left > 0; left -= 10)
        {
            for (var i = 0; i < 50; i++)
            {
                var call = node.Tokens.GetAsync(app, CancellationToken.None);
                call.IsCompletedSuccessfully.ShouldBeTrue();
                (await call).ShouldBeOfType<AccessTokenResult.Available>().Token.ShouldBe(good);
            }

            await node.Settled();
            world.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        world.StableCalls.ShouldBe(13, "The first one, and one try in every ten seconds.");
        world.Logs.Lines.Where(l => l.EventId.Id == 2003).ShouldAllBe(l => l.Level == LogLevel.Warning && l.Message.Contains("HttpStatus", StringComparison.Ordinal));
        (await node.GetAsync(app)).ShouldBeOfType<AccessTokenResult.Unreachable>();
    }

    [Fact]
    public async Task After_its_token_has_ended_a_node_still_pauses_between_tries()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        await node.Token(app);
        world.Clock.Advance(Lifetime);
        world.Break(FaultKind.HttpStatus);

        for (var i = 0; i < 100; i++)
        {
            (await node.GetAsync(app)).ShouldBeOfType<AccessTokenResult.Unreachable>();
        }

        world.StableCalls.ShouldBe(2);
    }

    [Fact]
    public async Task A_pause_does_not_last_longer_because_somebody_set_the_clock_back()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        world.Break(FaultKind.HttpStatus, count: 1);
        (await node.GetAsync(app)).ShouldBeOfType<AccessTokenResult.Unreachable>();

        world.Clock.SetUtcNow(world.Clock.GetUtcNow() - TimeSpan.FromHours(1));

        await node.Token(app);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_unreachable_and_not_refused()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        await world.WeChat.DisposeAsync();

        var unreachable = (await node.GetAsync(app)).ShouldBeOfType<AccessTokenResult.Unreachable>();

        unreachable.Detail.ShouldStartWith("Connection: ");
        node.Services.GetRequiredService<TokenHealth>().AppsWithoutToken.ShouldBe([TokenWorld.AppId]);
    }

    [Fact]
    public async Task Health_names_an_app_only_while_it_has_no_token_at_all()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node();
        var health = node.Services.GetRequiredService<TokenHealth>();
        await node.Token(app);
        world.Break(FaultKind.HttpStatus);
        world.Clock.Advance(Lifetime - TimeSpan.FromMinutes(1));

        await node.Token(app);
        await node.Settled();
        health.AppsWithoutToken.ShouldBeEmpty("The last good one still serves.");

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await node.GetAsync(app);
        health.AppsWithoutToken.ShouldBe([TokenWorld.AppId]);

        world.Mend();
        world.Clock.Advance(TimeSpan.FromSeconds(3));
        await node.Token(app);
        health.AppsWithoutToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_of_the_host_that_throws_is_an_answer_without_its_text()
    {
        await using var world = await TokenWorld.StartAsync();
        var node = world.Node(services: s => s.AddHttpClient(WeChatNotificationsServiceCollectionExtensions.HttpClientName)
            .AddHttpMessageHandler(() => new Interceptor(request => throw new InvalidOperationException($"proxy says no to {request.RequestUri} {TokenWorld.Secret}"))));

        var result = await node.GetAsync(world.App());

        result.ShouldBe(new AccessTokenResult.Unreachable("The token call ended with InvalidOperationException."));
        world.Logs.AllText.ShouldNotContain(TokenWorld.Secret);
    }
}
