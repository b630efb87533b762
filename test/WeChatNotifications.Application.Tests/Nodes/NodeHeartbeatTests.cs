using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Nodes;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Nodes;

/// <summary>Nodes show themselves, and others see what became of them.</summary>
public sealed class NodeHeartbeatTests
{
    [Fact]
    public async Task Two_nodes_of_one_name_are_both_seen_with_a_hint_and_one_that_stops_says_goodbye()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var one = await given.StartAsync(s => Named(s, "web"));
        var other = await given.StartAsync(s =>
        {
            Named(s, "web");
            s["Dispatch:IsEnabled"] = "false";
        });

        var nodes = await Eventually.GetAsync(async () => await ListAsync(one) is { Count: 2 } two ? two : null, EngineHost.Patience, "both are there");
        nodes.ShouldAllBe(n => n.Name == "web" && n.HasNamesake && n.State == NodeState.Alive);
        nodes.Select(n => n.Work).Order().ShouldBe([WorkSource.None, WorkSource.Engine]);
        nodes.Single(n => n.IsThisNode).Work.ShouldBe(WorkSource.Engine);

        await other.StopAsync();
        var stopped = (await ListAsync(one)).Single(n => !n.IsThisNode);
        (stopped.State, stopped.HasNamesake).ShouldBe((NodeState.Stopped, false));
        stopped.StoppedAt.ShouldNotBeNull();
        (await ListAsync(one)).Single(n => n.IsThisNode).HasNamesake.ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_node_does_is_counted_and_comes_to_nothing_when_it_is_done()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync(s => Named(s, "web"));
        await host.SendOrders(WeChatFixture.Users(40));
        await host.UntilCount(DeliveryStatus.Sent, 40);

        var node = await Eventually.GetAsync(
            async () => (await ListAsync(host)).SingleOrDefault() is { Sent: 40, Held: 0 } seen ? seen : null, EngineHost.Patience, "its next beat tells");

        (node.InFlight, node.Apps, node.PendingOutcomes).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task A_node_that_was_killed_is_lost_and_forgotten_a_day_later()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await given.Database.QueryAsync<int>(
            """
            INSERT INTO "WeChatNodes" ("Id", "Name", "Version", "LeaseHolder", "StartedAt", "SeenAt", "BeatMilliseconds", "Roles", "Work", "Apps", "Held", "InFlight", "PendingOutcomes", "Sent", "SendsPerSecond")
            SELECT gen_random_uuid(), 'dead', '1', gen_random_uuid(), $1, $1, 5000, 3, 1, 0, 0, 0, 0, 0, 0 RETURNING 1
            """,
            given.Time.GetUtcNow().AddMinutes(-1));
        var host = await given.StartAsync(s => Named(s, "web"));
        var nodes = await Eventually.GetAsync(async () => await ListAsync(host) is { Count: 2 } two ? two : null, EngineHost.Patience, "both are there");
        nodes.Select(n => (n.Name, n.State)).ShouldBe([("web", NodeState.Alive), ("dead", NodeState.Lost)]);

        given.Time.Shift(TimeSpan.FromDays(1));
        await Eventually.Async(async () => (await ListAsync(host)).Select(n => n.Name).SequenceEqual(["web"]), EngineHost.Patience, "the dead one is forgotten");
    }

    private static void Named(Dictionary<string, string?> settings, string name)
    {
        settings["Node:Name"] = name;
        settings["Node:HeartbeatInterval"] = "00:00:01";
    }

    private static Task<IReadOnlyList<NodeDto>> ListAsync(EngineHost host) => host.As<INodeAppService, IReadOnlyList<NodeDto>>(null, s => s.ListAsync());
}
