using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Nodes;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.EntityFrameworkCore.Nodes;

internal sealed class EfNodeRegistry(IWeChatNotificationsDbContextProvider contexts) : INodeRegistry
{
    public async Task SaveAsync(ModuleNode node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var (seen, stopped) = (node.SeenAt.ToUniversalTime(), node.StoppedAt?.ToUniversalTime());
        var updated = await context.Set<ModuleNode>().Where(n => n.Id == node.Id).ExecuteUpdateAsync(
            n => n
                .SetProperty(x => x.SeenAt, seen).SetProperty(x => x.StoppedAt, stopped).SetProperty(x => x.BeatMilliseconds, node.BeatMilliseconds)
                .SetProperty(x => x.Roles, node.Roles).SetProperty(x => x.Work, node.Work).SetProperty(x => x.Apps, node.Apps)
                .SetProperty(x => x.Held, node.Held).SetProperty(x => x.InFlight, node.InFlight).SetProperty(x => x.PendingOutcomes, node.PendingOutcomes)
                .SetProperty(x => x.Sent, node.Sent).SetProperty(x => x.SendsPerSecond, node.SendsPerSecond),
            cancellationToken).ConfigureAwait(false);
        if (updated > 0)
        {
            return;
        }

        // New, or forgotten while the database or the process was away for a day.
        context.Add(node);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.Entry(node).State = EntityState.Detached;
        }
    }

    public async Task<IReadOnlyList<NodeStanding>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var moment = now.ToUniversalTime();
        var nodes = await context.Set<ModuleNode>().AsNoTracking()
            .OrderByDescending(n => n.StartedAt).ThenBy(n => n.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var leases = await context.Set<ModuleLease>().AsNoTracking().Where(l => l.Until > moment).OrderBy(l => l.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
        return nodes.ConvertAll(n => new NodeStanding(n, [.. leases.Where(l => LeaseHolders.IsOf(l.Holder, n.LeaseHolder)).Select(l => new HeldLease(l.Name, l.Until))]));
    }

    public async Task<int> ForgetAsync(DateTimeOffset seenBefore, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var moment = seenBefore.ToUniversalTime();
        return await context.Set<ModuleNode>().Where(n => n.SeenAt < moment).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
