using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Testing;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

public sealed class ClassicTokensTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Of_several_nodes_one_calls_and_the_others_get_its_token()
    {
        await using var world = await WithDatabase();
        var app = world.App(TokenMode.Classic);
        TokenNode[] nodes = [world.Node(), world.Node(), world.Node()];
        var rejected = "";

        for (var round = 1; round <= 5; round++)
        {
            var getting = Task.WhenAll(nodes.Select(n => n.GetManyAsync(app, 30)));
            await WhileTimePasses(world, getting);

            var tokens = (await getting).SelectMany(r => r).Cast<AccessTokenResult.Available>().Select(r => r.Token).Distinct(StringComparer.Ordinal);
            var token = tokens.ShouldHaveSingleItem();
            token.ShouldNotBe(rejected);
            world.ClassicCalls.ShouldBe(round);
            (await world.Judge(token)).ShouldBe(TokenWorld.TokenIsGood);

            rejected = token;
            world.WeChat.Control.InvalidateTokens(TokenWorld.AppId);
            await Task.WhenAll(nodes.Select(n => n.Reject(app, token)));
        }

        world.StableCalls.ShouldBe(0);
    }

    [Fact]
    public async Task A_renewal_ahead_of_the_end_is_made_by_one_node()
    {
        await using var world = await WithDatabase();
        var app = world.App(TokenMode.Classic);
        TokenNode[] nodes = [world.Node(), world.Node()];
        var old = await nodes[0].Token(app);
        await nodes[1].Token(app);
        world.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMinutes(2));

        (await Task.WhenAll(nodes.Select(n => n.Token(app)))).ShouldAllBe(t => t == old);
        await WhileTimePasses(world, Task.WhenAll(nodes.Select(n => n.Settled())));

        var renewed = await Task.WhenAll(nodes.Select(n => n.Token(app)));
        renewed[0].ShouldNotBe(old);
        renewed[1].ShouldBe(renewed[0]);
        world.ClassicCalls.ShouldBe(2);
        (await world.Judge(old)).ShouldBe(TokenWorld.TokenIsGood, "The one before serves for some minutes more.");
    }

    [Fact]
    public async Task A_node_that_died_with_the_lease_holds_the_others_up_no_longer_than_the_lease()
    {
        await using var world = await WithDatabase();
        var app = world.App(TokenMode.Classic);
        var node = world.Node();
        await using (var scope = node.Services.CreateAsyncScope())
        {
            var now = world.Clock.GetUtcNow();
            (await scope.ServiceProvider.GetRequiredService<ILeaseStore>().TryAcquireAsync(
                $"access-token:{app.Id:N}", Guid.NewGuid(), now, now.AddSeconds(30), CancellationToken.None)).ShouldBeTrue();
        }

        var start = world.Clock.GetUtcNow();
        var waiting = node.GetAsync(app);
        await WhileTimePasses(world, waiting, TimeSpan.FromSeconds(1));

        (await waiting).ShouldBeOfType<AccessTokenResult.Available>();
        (world.Clock.GetUtcNow() - start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(29));
        world.ClassicCalls.ShouldBe(1);
    }

    [Fact]
    public async Task The_test_of_a_credential_waits_for_its_turn()
    {
        await using var world = await WithDatabase();
        var app = world.App(TokenMode.Classic);
        var node = world.Node();
        world.Break(FaultKind.Slow, TokenWorld.ClassicPath, count: 1, delayMs: 500);

        var sending = node.GetAsync(app);
        await Eventually.Async(() => world.WeChat.Control.Faults().Single().Struck == 1, Patience, "the first call reaches WeChat");
        var testing = node.Tokens.FetchAsync(app, CancellationToken.None);
        await WhileTimePasses(world, Task.WhenAll(sending, testing));

        var tested = (await testing).ShouldBeOfType<AccessTokenResult.Available>().Token;
        (await sending).ShouldBeOfType<AccessTokenResult.Available>().Token.ShouldNotBe(tested);
        (await node.Token(app)).ShouldBe(tested, "The later one is the one that lasts.");
        world.ClassicCalls.ShouldBe(2);
    }

    [Fact]
    public async Task A_database_that_is_down_is_an_answer_with_a_pause_and_not_an_exception()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App(TokenMode.Classic);
        var node = world.Node(services: s => s.AddWeChatNotificationsPostgreSql("Host=127.0.0.1;Port=1;Username=nobody;Timeout=5"));

        var results = await node.GetManyAsync(app, 50);
        var later = await node.GetManyAsync(app, 50);

        results.Concat(later).ShouldAllBe(r => r is AccessTokenResult.Unreachable);
        world.Logs.Lines.Count(l => l.EventId.Id == 2005).ShouldBe(1);
        world.ClassicCalls.ShouldBe(0);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_given_back_does_not_cost_the_token()
    {
        await using var world = await TokenWorld.StartAsync();
        var node = world.Node(services: s => s.Replace(ServiceDescriptor.Singleton<ILeaseStore>(new ForgetfulLeases())));

        await node.Token(world.App(TokenMode.Classic));

        world.Logs.Lines.ShouldContain(l => l.EventId.Id == 2006);
    }

    private static async Task<TokenWorld> WithDatabase()
    {
        var world = await TokenWorld.StartAsync();
        world.Database = await TestDatabase.CreateAsync();
        return world;
    }

    /// <summary>Lets the clock run, a little at a time, since those who wait for a lease look again from time to time.</summary>
    private static Task WhileTimePasses(TokenWorld world, Task task, TimeSpan? step = null)
        => Eventually.Async(
            () =>
            {
                world.Clock.Advance(step ?? TimeSpan.FromMilliseconds(100));
                return task.IsCompleted;
            },
            Patience, "the nodes agree");

    /// <summary>A database that goes away just after the lease was given.</summary>
    private sealed class ForgetfulLeases : ILeaseStore
    {
        public Task<bool> TryAcquireAsync(string name, Guid holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<bool> TryTakeOverAsync(string name, Guid holder, DateTimeOffset seenUntil, DateTimeOffset until, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task ReleaseAsync(string name, Guid holder, CancellationToken cancellationToken) => Task.FromException(new IOException("The connection broke."));
    }
}
