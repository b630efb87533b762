using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Deliveries;

/// <summary>Stores new deliveries: few by one statement, many by a bulk copy and one statement.</summary>
/// <param name="session">Where.</param>
/// <param name="model">The model of the context that holds the log.</param>
/// <param name="isAlone">Whether no transaction is around it.</param>
internal sealed class SqlServerEnqueue(SqlServerSession session, IModel model, bool isAlone)
{
    /// <summary>From so many rows on the round trips of a bulk copy are worth it.</summary>
    internal const int CopyFrom = 200;

    private const int MaxRaces = 5;

    private readonly Inserts<DeliveryLog> _inserts = Inserts<DeliveryLog>.For(model);

    /// <returns>For the id of each delivery the one that stands: itself, or the earlier one with its key.</returns>
    /// <exception cref="DbUpdateException">A key was neither free nor taken, time and again.</exception>
    public async Task<Dictionary<Guid, EnqueuedDelivery>> RunAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        var standing = new Dictionary<Guid, EnqueuedDelivery>(deliveries.Count);
        for (var race = 0; race < MaxRaces; race++)
        {
            var rest = deliveries.Where(d => !standing.ContainsKey(d.Id)).ToList();
            var inserted = await InsertAsync(rest, cancellationToken).ConfigureAwait(false);
            foreach (var delivery in rest.Where(d => inserted.Contains(d.Id)))
            {
                standing[delivery.Id] = new EnqueuedDelivery(delivery.Id, delivery.Status, IsDuplicate: false);
            }

            if (standing.Count == deliveries.Count)
            {
                return standing;
            }

            var earlier = await EarlierAsync(rest.Where(d => d.DedupKey is not null && !inserted.Contains(d.Id)), cancellationToken).ConfigureAwait(false);
            foreach (var delivery in rest)
            {
                if (delivery.DedupKey is { } key && !inserted.Contains(delivery.Id) && earlier.TryGetValue((delivery.TenantId, KeyOf(key)), out var taken))
                {
                    standing[delivery.Id] = taken;
                }
            }

            if (standing.Count == deliveries.Count)
            {
                return standing;
            }

            // What stood under a key was removed since, because it is old: the key is free now.
        }

        throw new DbUpdateException("A dedup key was neither free nor taken, time and again.");
    }

    /// <returns>The ids of those that were not there already.</returns>
    private async Task<HashSet<Guid>> InsertAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        // SQL Server takes no key twice, and does not say which rows it would have taken: of one batch only the first with a key is asked for.
        var keys = new HashSet<(Guid?, string)>();
        var rows = deliveries.Where(d => d.DedupKey is not { } key || keys.Add((d.TenantId, KeyOf(key)))).ToList();
        return session.CanCopy && rows.Count >= CopyFrom
            ? await CopyAsync(rows, cancellationToken).ConfigureAwait(false)
            : await InsertAsync(_inserts.Rows.Source, cancellationToken, ("@rows", _inserts.Rows.ToJson(rows))).ConfigureAwait(false);
    }

    /// <summary>The deliveries that stand under the keys of some that were not inserted.</summary>
    private async Task<Dictionary<(Guid? TenantId, string Key), EnqueuedDelivery>> EarlierAsync(
        IEnumerable<DeliveryLog> refused, CancellationToken cancellationToken)
    {
        var standing = new Dictionary<(Guid?, string), EnqueuedDelivery>();
        var (d, key) = (_inserts.Table, _inserts.Table.Column(nameof(DeliveryLog.DedupKey)));
        var keys = new RowSet<DeliveryLog>([RowColumn<DeliveryLog>.Of(key)]);
        var (id, status) = (d.Column(nameof(DeliveryLog.Id)), d.Column(nameof(DeliveryLog.Status)));
        foreach (var tenant in refused.GroupBy(r => r.TenantId))
        {
            var found = await session.QueryAsync(
                $"""
                SELECT d.{key.Name}, d.{id.Name}, d.{status.Name} FROM {d.Name} AS d
                JOIN {keys.Source} AS n ON d.{key.Name} = n.{key.Name}{key.Collate}
                WHERE d.{key.Name} IS NOT NULL AND (d.{d[nameof(DeliveryLog.TenantId)]} = @tenant OR (@tenant IS NULL AND d.{d[nameof(DeliveryLog.TenantId)]} IS NULL))
                """,
                r => (Key: r.GetString(0), Delivery: new EnqueuedDelivery((Guid)id.Read(r.GetGuid(1))!, (DeliveryStatus)r.GetInt32(2), IsDuplicate: true)),
                cancellationToken,
                ("@tenant", tenant.Key),
                ("@rows", keys.ToJson(tenant.DistinctBy(t => KeyOf(t.DedupKey!))))).ConfigureAwait(false);
            found.ForEach(f => standing[(tenant.Key, KeyOf(f.Key))] = f.Delivery);
        }

        return standing;
    }

    /// <summary>As SQL Server compares it: without spaces at the end, whatever the collation.</summary>
    private static string KeyOf(string key) => key.TrimEnd(' ');

    private async Task<HashSet<Guid>> CopyAsync(IReadOnlyList<DeliveryLog> rows, CancellationToken cancellationToken)
    {
        var arrived = $"#wechat_{Guid.NewGuid():N}";
        await session.ExecuteAsync(_inserts.Rows.CreateTable(arrived), cancellationToken).ConfigureAwait(false);
        try
        {
            await session.CopyAsync(arrived, _inserts.Rows, rows, cancellationToken).ConfigureAwait(false);
            return await InsertAsync(arrived, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await SessionTables.DropAsync(session, arrived).ConfigureAwait(false);
        }
    }

    private Task<HashSet<Guid>> InsertAsync(string source, CancellationToken cancellationToken, params (string, object?)[] parameters)
    {
        var (d, id) = (_inserts.Table, _inserts.Table.Column(nameof(DeliveryLog.Id)));
        var (tenant, key) = (d[nameof(DeliveryLog.TenantId)], d.Column(nameof(DeliveryLog.DedupKey)));

        // In the order of their keys: two senders of the same keys wait for each other, and seldom each for the other.
        var sql = $"""
            INSERT INTO {d.Name} ({_inserts.Columns}) OUTPUT inserted.{id.Name}
            SELECT {_inserts.Columns} FROM {source} AS n
            WHERE n.{key.Name} IS NULL OR NOT EXISTS (
                SELECT 1 FROM {d.Name} AS d
                WHERE d.{key.Name} = n.{key.Name}{key.Collate} AND d.{key.Name} IS NOT NULL
                    AND (d.{tenant} = n.{tenant} OR (d.{tenant} IS NULL AND n.{tenant} IS NULL)))
            ORDER BY n.{key.Name}, n.{tenant}
            """;
        return Races.RunAsync(isAlone, async () => (await session.QueryAsync(sql, r => (Guid)id.Read(r.GetGuid(0))!, cancellationToken, parameters).ConfigureAwait(false)).ToHashSet());
    }
}
