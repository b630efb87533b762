using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Nodes;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Nodes;

/// <summary>What nodes say of themselves.</summary>
public sealed class NodeRegistryTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Two_nodes_of_one_name_are_two_and_each_has_its_own_leases()
    {
        var (one, other) = (Node(Given.Now), Node(Given.Now.AddMinutes(1)));
        await SaveAsync(one);
        await SaveAsync(other);
        await _world.AddAsync(
            new ModuleLease("job:statistics", other.LeaseHolder, Given.Now.AddMinutes(5)), new ModuleLease("job:old", other.LeaseHolder, Given.Now.AddMinutes(-5)),
            new ModuleLease("access-token:1", LeaseHolders.Another(one.LeaseHolder), Given.Now.AddMinutes(5)), new ModuleLease("job:strange", Guid.NewGuid(), Given.Now.AddMinutes(5)));

        var nodes = await ListAsync();

        nodes.Select(n => n.Node.Id).ShouldBe([other.Id, one.Id]);
        nodes.Select(n => n.Node.Name).Distinct().ShouldHaveSingleItem();
        nodes.Select(n => string.Join(",", n.Leases.Select(l => l.Name))).ShouldBe(["job:statistics", "access-token:1"]);
    }

    [Fact]
    public async Task A_beat_replaces_the_one_before_and_a_forgotten_node_comes_back_with_its_next()
    {
        var node = Node(Given.Now);
        await SaveAsync(node);
        node.Beat(new NodeReport(NodeRoles.Sends | NodeRoles.RunsJobs, WorkSource.RabbitMq, 3, 40, 5, 6, 700, 8.5), TimeSpan.FromSeconds(5), Given.Now.AddSeconds(5));
        await SaveAsync(node);

        var stored = (await ListAsync()).ShouldHaveSingleItem().Node;
        (stored.SeenAt, stored.BeatMilliseconds, stored.Roles, stored.Work).ShouldBe((Given.Now.AddSeconds(5), 5_000, NodeRoles.Sends | NodeRoles.RunsJobs, WorkSource.RabbitMq));
        (stored.Apps, stored.Held, stored.InFlight, stored.PendingOutcomes, stored.Sent, stored.SendsPerSecond).ShouldBe((3, 40, 5, 6, 700L, 8.5));

        (await ForgetAsync(Given.Now.AddSeconds(5))).ShouldBe(0);
        (await ForgetAsync(Given.Now.AddSeconds(6))).ShouldBe(1);
        await SaveAsync(node);
        (await ListAsync()).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(25, NodeState.Alive)]
    [InlineData(26, NodeState.Lost)]
    public void A_node_is_lost_after_three_beats_and_ten_seconds(int seconds, NodeState state)
    {
        var node = Node(Given.Now);
        node.Beat(default, TimeSpan.FromSeconds(5), Given.Now);
        node.StateAt(Given.Now.AddSeconds(seconds)).ShouldBe(state);

        node.Stop(Given.Now);
        node.StateAt(Given.Now.AddSeconds(seconds)).ShouldBe(NodeState.Stopped);
    }

    private static ModuleNode Node(DateTimeOffset startedAt) => new(Guid.CreateVersion7(startedAt), "web-1", "1.0.0", Guid.NewGuid(), startedAt);

    private Task SaveAsync(ModuleNode node) => _world.UseAsync<INodeRegistry>(r => r.SaveAsync(node, Stop));

    private Task<int> ForgetAsync(DateTimeOffset before) => _world.UseAsync<INodeRegistry, int>(r => r.ForgetAsync(before, Stop));

    private Task<IReadOnlyList<NodeStanding>> ListAsync() => _world.UseAsync<INodeRegistry, IReadOnlyList<NodeStanding>>(r => r.ListAsync(Given.Now, Stop));
}
