namespace WeChatNotifications.Nodes;

/// <summary>Keeps, in the present database, which nodes there are. For people to look at: nothing else may depend on it.</summary>
public interface INodeRegistry
{
    /// <summary>Stores a node as it stands, be it new or known. Only the node itself does that.</summary>
    Task SaveAsync(ModuleNode node, CancellationToken cancellationToken);

    /// <summary>All nodes, those started last first, with the leases that they hold.</summary>
    Task<IReadOnlyList<NodeStanding>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets the nodes that were last seen before a moment.</summary>
    /// <returns>How many there were.</returns>
    Task<int> ForgetAsync(DateTimeOffset seenBefore, CancellationToken cancellationToken);
}

/// <summary>A node as it stands.</summary>
/// <param name="Node">The node.</param>
/// <param name="Leases">What it holds, by name.</param>
public sealed record NodeStanding(ModuleNode Node, IReadOnlyList<HeldLease> Leases);

/// <summary>A lease that a node holds.</summary>
/// <param name="Name">What is leased.</param>
/// <param name="Until">When it lapses.</param>
public readonly record struct HeldLease(string Name, DateTimeOffset Until);
