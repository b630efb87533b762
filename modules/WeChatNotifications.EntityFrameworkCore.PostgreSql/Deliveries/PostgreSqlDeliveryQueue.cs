using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Deliveries;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Permits;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Permits;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;

/// <summary>
/// The queue with its hot paths in PostgreSQL's own SQL: rows travel as arrays, one statement a batch. Everything else, and the
/// meaning of all of it, is the LINQ version's.
/// </summary>
internal sealed class PostgreSqlDeliveryQueue(
    IWeChatNotificationsDbContextProvider contexts, ICallerTransaction callerTransaction, IServiceScopeFactory scopes)
    : EfDeliveryQueue(contexts, callerTransaction, scopes)
{
    /// <summary>From so many rows on, a COPY's further round trip to the server is made good by what it saves.</summary>
    private const int CopyFrom = 50;

    public override async Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        if (deliveries.Count == 0)
        {
            return [];
        }

        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var statements = PostgreSqlDeliveryStatements.For(context.Model);
        var inserted = new HashSet<Guid>(deliveries.Count);
        var session = await PostgreSqlSession.OpenAsync(context, CallerTransaction.Current, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            if (deliveries.Count >= CopyFrom && deliveries.All(d => d.DedupKey is null && d.FinishedAt is null))
            {
                await CopyAsync(session, statements, deliveries, cancellationToken).ConfigureAwait(false);
                return [.. deliveries.Select(d => new EnqueuedDelivery(d.Id, d.Status, IsDuplicate: false))];
            }

            using var command = session.Command(deliveries.Any(d => d.FinishedAt is not null) ? statements.InsertFinal : statements.Insert);
            // Always in the order of their keys: two senders of the same keys wait for each other, and never each for the other.
            var rows = deliveries.OrderBy(d => d.DedupKey, StringComparer.Ordinal).ThenBy(d => d.TenantId).ToList();
            foreach (var column in DeliveryColumns.Inserted)
            {
                command.Parameters.Add(column.ParameterFor(rows));
            }

            await ReadIdsAsync(command, inserted, cancellationToken).ConfigureAwait(false);
            return inserted.Count == deliveries.Count
                ? [.. deliveries.Select(d => new EnqueuedDelivery(d.Id, d.Status, IsDuplicate: false))]
                : await ResultWithEarlierAsync(context.Model, session, deliveries, inserted, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<IReadOnlyList<DeliveryLog>> ClaimAsync(DeliveryClaim claim, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var statements = PostgreSqlDeliveryStatements.For(context.Model);
        var claimed = await context.Set<DeliveryLog>()
            .FromSqlRaw(
                claim.NewestTransactionalFirst ? statements.ClaimNewestFirst : statements.Claim,
                new NpgsqlParameter("app", claim.AppCredentialId),
                new NpgsqlParameter("token", claim.Token),
                new NpgsqlParameter("max", claim.Max),
                new NpgsqlParameter("now", claim.Now.UtcDateTime),
                new NpgsqlParameter("lease", claim.LeaseUntil.UtcDateTime),
                new NpgsqlParameter("lane", (int)claim.LeastUrgent))
            .IgnoreQueryFilters()
            .AsNoTracking()
            .ToListAsync(cancellationToken).ConfigureAwait(false);

        // UPDATE … RETURNING promises no order.
        claimed.Sort(claim.NewestTransactionalFirst
            ? static (a, b) => (a.Priority, SignOf(a) * a.NotBefore.UtcTicks, a.Id).CompareTo((b.Priority, SignOf(b) * b.NotBefore.UtcTicks, b.Id))
            : static (a, b) => (a.Priority, a.NotBefore, a.Id).CompareTo((b.Priority, b.NotBefore, b.Id)));
        return claimed;

        static int SignOf(DeliveryLog delivery) => delivery.Priority == DeliveryPriority.Transactional ? -1 : 1;
    }

    public override async Task<int> RenewAsync(
        IReadOnlyCollection<Guid> claimTokens, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Database.ExecuteSqlRawAsync(
            PostgreSqlDeliveryStatements.For(context.Model).Renew,
            [
                new NpgsqlParameter("tokens", claimTokens.ToArray()),
                new NpgsqlParameter("now", now.UtcDateTime),
                new NpgsqlParameter("lease", leaseUntil.UtcDateTime),
            ],
            cancellationToken).ConfigureAwait(false);
    }

    public override async Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts, TimeSpan lease, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var command = session.Command(PostgreSqlDeliveryStatements.For(context.Model).Reap);
            command.Parameters.AddWithValue("now", now.UtcDateTime);
            command.Parameters.AddWithValue("attempts", maxAttempts);
            command.Parameters.AddWithValue("repeats", RepeatsRefusedSince(now, lease).UtcDateTime);
            command.Parameters.AddWithValue("lost", OutcomeLost);
            command.Parameters.AddWithValue("removed", AppRemoved);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return new ReapedDeliveries(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
            }
        }
    }

    public override async Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (outcomes.Count == 0)
        {
            return [];
        }

        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        if (context.Database.CurrentTransaction is not null || outcomes.Any(o => o.Attempts.Count > 0 || o.FormId is not null))
        {
            return await context.Database.InTransactionAsync(RecordAllAsync, cancellationToken).ConfigureAwait(false);
        }

        // One statement is a transaction by itself.
        return await context.Database.CreateExecutionStrategy().ExecuteAsync(RecordAllAsync, cancellationToken).ConfigureAwait(false);

        async Task<IReadOnlyList<DeliveryOutcome>> RecordAllAsync(CancellationToken token)
        {
            var statements = PostgreSqlDeliveryStatements.For(context.Model);
            var session = await PostgreSqlSession.OpenAsync(context, transaction: null, token).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var written = await RecordRowsAsync(session, statements, outcomes, token).ConfigureAwait(false);
                var recorded = outcomes.Where(o => written.Contains((o.Delivery.Id, o.ClaimToken))).ToList();
                await InsertAttemptsAsync(session, statements, recorded, token).ConfigureAwait(false);
                await SettleAsync(session, PostgreSqlFormIdStatements.For(context.Model), recorded, token).ConfigureAwait(false);
                return recorded;
            }
        }
    }

    /// <summary>All rows or none: a COPY that does not complete leaves nothing behind.</summary>
    private static async Task CopyAsync(
        PostgreSqlSession session, PostgreSqlDeliveryStatements statements, IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        var importer = await session.Connection.BeginBinaryImportAsync(statements.Copy, cancellationToken).ConfigureAwait(false);
        await using (importer.ConfigureAwait(false))
        {
            foreach (var delivery in deliveries)
            {
                await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
                foreach (var column in DeliveryColumns.Inserted)
                {
                    await column.CopyAsync(importer, delivery, cancellationToken).ConfigureAwait(false);
                }
            }

            await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns which rows were written, each with the claim that wrote it.</summary>
    private static async Task<HashSet<(Guid Id, Guid Claim)>> RecordRowsAsync(
        PostgreSqlSession session, PostgreSqlDeliveryStatements statements, IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        var recorded = new HashSet<(Guid, Guid)>(outcomes.Count);

        // The message itself travels only where one has changed.
        var isWide = outcomes.Any(o => o.FellBack || o.Grant?.IsOf(o.Delivery) == false);
        using var command = session.Command(isWide ? statements.RecordWithFallback : statements.Record);
        foreach (var column in isWide ? PostgreSqlDeliveryStatements.RecordWithFallbackColumns : PostgreSqlDeliveryStatements.RecordColumns)
        {
            command.Parameters.Add(column.ParameterFor(outcomes));
        }

        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                recorded.Add((reader.GetGuid(0), reader.GetGuid(1)));
            }
        }

        return recorded;
    }

    private static async Task SettleAsync(
        PostgreSqlSession session, PostgreSqlFormIdStatements statements, List<DeliveryOutcome> recorded, CancellationToken cancellationToken)
    {
        var settled = recorded.FindAll(o => o.FormId is not null);
        if (settled.Count == 0)
        {
            return;
        }

        using var command = session.Command(statements.Settle);
        command.Parameters.Add(new NpgsqlParameter { Value = settled.Select(o => o.Delivery.Id).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = settled.Select(o => o.FormId == FormIdSettlement.GivenBack).ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task InsertAttemptsAsync(
        PostgreSqlSession session, PostgreSqlDeliveryStatements statements, IReadOnlyList<DeliveryOutcome> recorded, CancellationToken cancellationToken)
    {
        var attempts = recorded.SelectMany(o => o.Attempts).ToList();
        if (attempts.Count == 0)
        {
            return;
        }

        using var command = session.Command(statements.InsertAttempts);
        foreach (var column in DeliveryColumns.Attempts)
        {
            command.Parameters.Add(column.ParameterFor(attempts));
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<EnqueuedDelivery>> ResultWithEarlierAsync(
        Microsoft.EntityFrameworkCore.Metadata.IModel model, PostgreSqlSession session, IReadOnlyList<DeliveryLog> deliveries, HashSet<Guid> inserted, CancellationToken cancellationToken)
    {
        var table = new PostgreSqlTable(model, typeof(DeliveryLog));
        var earlier = new Dictionary<(Guid?, string), EnqueuedDelivery>();
        foreach (var tenant in deliveries.Where(d => !inserted.Contains(d.Id)).GroupBy(d => d.TenantId))
        {
            using var command = session.Command($"""
                SELECT {table[nameof(DeliveryLog.DedupKey)]}, {table[nameof(DeliveryLog.Id)]}, {table[nameof(DeliveryLog.Status)]} FROM {table.Name}
                WHERE {table[nameof(DeliveryLog.TenantId)]} IS NOT DISTINCT FROM $1 AND {table[nameof(DeliveryLog.DedupKey)]} = ANY($2)
                """);
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid, Value = (object?)tenant.Key ?? DBNull.Value });
            command.Parameters.Add(new NpgsqlParameter { Value = tenant.Select(d => d.DedupKey!).Distinct(StringComparer.Ordinal).ToArray() });
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    earlier[(tenant.Key, reader.GetString(0))] = new EnqueuedDelivery(reader.GetGuid(1), (DeliveryStatus)reader.GetInt32(2), IsDuplicate: true);
                }
            }
        }

        return [.. deliveries.Select(d => inserted.Contains(d.Id) ? new EnqueuedDelivery(d.Id, d.Status, IsDuplicate: false) : earlier[(d.TenantId, d.DedupKey!)])];
    }

    private static async Task ReadIdsAsync(NpgsqlCommand command, HashSet<Guid> ids, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                ids.Add(reader.GetGuid(0));
            }
        }
    }
}
