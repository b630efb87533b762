using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Nodes;

internal sealed class NodeAppService(
    IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, NodeHeartbeat heartbeat, TimeProvider timeProvider)
    : INodeAppService
{
    public async Task<IReadOnlyList<NodeDto>> ListAsync(CancellationToken cancellationToken = default)
    {
        var result = new List<NodeDto>();
        foreach (var partition in await partitions.GetAsync(cancellationToken).ConfigureAwait(false))
        {
            using var bound = tenant.Change(partition.TenantId);
            var now = timeProvider.GetUtcNow();
            var nodes = await scopes.InScopeAsync(s => s.GetRequiredService<INodeRegistry>().ListAsync(now, cancellationToken)).ConfigureAwait(false);
            var namesakes = nodes.Where(n => n.Node.StateAt(now) == NodeState.Alive)
                .GroupBy(n => n.Node.Name, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
            result.AddRange(nodes.Select(n => ToDto(partition, n, now, namesakes)).OrderBy(n => n.State));
        }

        return result;
    }

    private NodeDto ToDto(DeliveryPartition partition, NodeStanding standing, DateTimeOffset now, HashSet<string> namesakes)
    {
        var (node, state) = (standing.Node, standing.Node.StateAt(now));
        return new NodeDto
        {
            Id = node.Id,
            Name = node.Name,
            HasNamesake = state == NodeState.Alive && namesakes.Contains(node.Name),
            IsThisNode = heartbeat.IsOurs(node.Id),
            Version = node.Version,
            Database = partition.Name,
            State = state,
            StartedAt = node.StartedAt,
            SeenAt = node.SeenAt,
            StoppedAt = node.StoppedAt,
            Sends = node.Roles.HasFlag(NodeRoles.Sends),
            RunsJobs = node.Roles.HasFlag(NodeRoles.RunsJobs),
            Work = node.Work,
            Apps = node.Apps,
            Held = node.Held,
            InFlight = node.InFlight,
            PendingOutcomes = node.PendingOutcomes,
            Sent = node.Sent,
            SendsPerSecond = state == NodeState.Alive ? node.SendsPerSecond : 0,
            Leases = [.. standing.Leases.Select(l => new NodeLeaseDto { Name = l.Name, Until = l.Until })],
        };
    }
}
