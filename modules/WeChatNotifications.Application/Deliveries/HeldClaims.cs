using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatNotifications.Deliveries;

/// <summary>The claims that a node holds in one database, and their leases.</summary>
internal sealed class HeldClaims
{
    private readonly ConcurrentDictionary<Guid, ClaimedBatch> _batches = new();

    public void Add(ClaimedBatch batch) => _batches[batch.Token] = batch;

    /// <summary>Renews the leases of what is still open.</summary>
    /// <param name="scopes">Where the queue is found, if there is anything to renew.</param>
    /// <param name="lease">For how long.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public async Task RenewAsync(IServiceScopeFactory scopes, TimeSpan lease, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var held = new List<ClaimedBatch>();
        foreach (var batch in _batches.Values)
        {
            if (batch.Open == 0)
            {
                _batches.TryRemove(batch.Token, out _);
            }
            else if (batch.Holds(TimeSpan.Zero))
            {
                held.Add(batch);
            }
        }

        if (held.Count > 0)
        {
            // The lease counts from before the statement: it may take its time.
            var (timestamp, now) = (timeProvider.GetTimestamp(), timeProvider.GetUtcNow());
            await scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryQueue>().RenewAsync(
                held.ConvertAll(b => b.Token), now, now + lease, cancellationToken)).ConfigureAwait(false);
            held.ForEach(b => b.Renewed(timestamp));
        }
    }
}
