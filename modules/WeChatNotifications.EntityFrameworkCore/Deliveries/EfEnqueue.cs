using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

/// <summary>Stores new deliveries in LINQ: look which keys stand, insert the rest, and look again when somebody was faster.</summary>
internal static class EfEnqueue
{
    /// <summary>How often in a row an insert may fail although no further key has come to stand.</summary>
    private const int MaxFutileAttempts = 5;

    public static async Task<IReadOnlyList<EnqueuedDelivery>> RunAsync(
        DbContext context, IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        var ownTransaction = context.Database.CurrentTransaction is null;
        var (known, futile, inOrder) = (0, 0, false);
        while (true)
        {
            var standing = await StandingAsync(context, deliveries, cancellationToken).ConfigureAwait(false);
            (known, futile) = standing.Count > known ? (standing.Count, 0) : (known, futile + 1);
            var (result, added) = Split(deliveries, standing);
            try
            {
                await (inOrder && ownTransaction
                    ? InsertInOrderAsync(context, added, cancellationToken)
                    : InsertAsync(context, added, cancellationToken)).ConfigureAwait(false);
                return result;
            }
            catch (Exception exception) when (
                futile < MaxFutileAttempts && added.Exists(d => d.DedupKey is not null) && IsRefusal(exception, ownTransaction))
            {
                // Another sender took one of the keys meanwhile. In a caller's transaction EF Core has gone back to its savepoint.
                inOrder = true;
            }
            finally
            {
                added.ForEach(d => context.Entry(d).State = EntityState.Detached);
            }
        }
    }

    private static async Task InsertAsync(DbContext context, IReadOnlyList<DeliveryLog> added, CancellationToken cancellationToken)
    {
        context.AddRange(added);
        await context.InsertAsync(Tallies.Of(added, 1), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// One by one in the order of their keys: slow, but two who do so wait for each other in one direction only. EF Core sorts the rows
    /// of one save as it likes.
    /// </summary>
    private static Task InsertInOrderAsync(DbContext context, IReadOnlyList<DeliveryLog> added, CancellationToken cancellationToken)
        => context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    foreach (var delivery in added.OrderBy(d => d.DedupKey, StringComparer.Ordinal).ThenBy(d => d.TenantId))
                    {
                        await InsertAsync(context, [delivery], token).ConfigureAwait(false);
                    }

                    await transaction.CommitAsync(token).ConfigureAwait(false);
                }
            },
            cancellationToken);

    /// <summary>
    /// Leaves new deliveries in the context, to be written with whatever else its next save writes. A key that another sender takes
    /// until then makes that save fail.
    /// </summary>
    public static async Task<IReadOnlyList<EnqueuedDelivery>> TrackAsync(
        DbContext context, IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        var standing = await StandingAsync(context, deliveries, cancellationToken).ConfigureAwait(false);
        foreach (var waiting in context.ChangeTracker.Entries<DeliveryLog>().Where(e => e.State == EntityState.Added).Select(e => e.Entity))
        {
            if (waiting.DedupKey is { } key)
            {
                standing.TryAdd((waiting.TenantId, key), new EnqueuedDelivery(waiting.Id, waiting.Status, IsDuplicate: true));
            }
        }

        var (result, added) = Split(deliveries, standing);
        context.AddRange(added);
        context.AddRange(Tallies.Of(added, 1));
        return result;
    }

    /// <summary>
    /// The database did not take the rows. Two senders that wait for each other's keys are a deadlock, which providers wrap once more
    /// as "transient"; a transaction that was not begun by us does not survive it.
    /// </summary>
    private static bool IsRefusal(Exception exception, bool ownTransaction)
        => exception is DbUpdateException || (ownTransaction && exception.InnerException is DbUpdateException);

    private static (EnqueuedDelivery[] Result, List<DeliveryLog> Added) Split(
        IReadOnlyList<DeliveryLog> deliveries, Dictionary<(Guid? TenantId, string Key), EnqueuedDelivery> standing)
    {
        var result = new EnqueuedDelivery[deliveries.Count];
        var added = new List<DeliveryLog>(deliveries.Count);
        for (var i = 0; i < result.Length; i++)
        {
            var delivery = deliveries[i];
            if (delivery.DedupKey is { } key)
            {
                if (standing.TryGetValue((delivery.TenantId, key), out var earlier))
                {
                    result[i] = earlier;
                    continue;
                }

                standing[(delivery.TenantId, key)] = new EnqueuedDelivery(delivery.Id, delivery.Status, IsDuplicate: true);
            }

            result[i] = new EnqueuedDelivery(delivery.Id, delivery.Status, IsDuplicate: false);
            added.Add(delivery);
        }

        return (result, added);
    }

    /// <summary>The deliveries that already stand under the keys of the new ones.</summary>
    private static async Task<Dictionary<(Guid? TenantId, string Key), EnqueuedDelivery>> StandingAsync(
        DbContext context, IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        var standing = new Dictionary<(Guid?, string), EnqueuedDelivery>();
        foreach (var tenant in deliveries.Where(d => d.DedupKey is not null).GroupBy(d => d.TenantId))
        {
            var keys = tenant.Select(d => d.DedupKey!).Distinct(StringComparer.Ordinal).ToList();
            var found = await context.Set<DeliveryLog>().IgnoreQueryFilters().AsNoTracking()
                .Where(d => d.TenantId == tenant.Key && keys.Contains(d.DedupKey!))
                .Select(d => new { d.DedupKey, d.Id, d.Status })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var earlier in found)
            {
                standing[(tenant.Key, earlier.DedupKey!)] = new EnqueuedDelivery(earlier.Id, earlier.Status, IsDuplicate: true);
            }
        }

        return standing;
    }
}
