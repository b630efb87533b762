using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Permits;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.EntityFrameworkCore.Statistics;
using WeChatNotifications.Statistics;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Deliveries;

/// <summary>
/// The queue with its hot paths in SQL Server's own SQL: rows travel together, some statements a batch. Everything else, and the meaning of
/// all of it, is the LINQ version's.
/// </summary>
internal sealed class SqlServerDeliveryQueue(
    IWeChatNotificationsDbContextProvider contexts, ICallerTransaction callerTransaction, IServiceScopeFactory scopes)
    : EfDeliveryQueue(contexts, callerTransaction, scopes)
{
    public override async Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        if (deliveries.Count == 0)
        {
            return [];
        }

        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var joined = CallerTransaction.Current;

        // Deliveries that have their outcome already are counted in the transaction that stores them.
        return joined is null && deliveries.Any(d => d.FinishedAt is not null)
            ? await Races.InTransactionAsync(context, token => EnqueueAsync(context, null, deliveries, token), cancellationToken).ConfigureAwait(false)
            : await EnqueueAsync(context, joined, deliveries, cancellationToken).ConfigureAwait(false);
    }

    public override Task<IReadOnlyList<DeliveryLog>> ClaimAsync(DeliveryClaim claim, CancellationToken cancellationToken)
        => Races.RunAsync(isAlone: true, async () =>
        {
            var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
            var statements = SqlServerDeliveryStatements.For(context.Model);
            return (IReadOnlyList<DeliveryLog>)await context.Set<DeliveryLog>()
                .FromSqlRaw(
                    claim.NewestTransactionalFirst ? statements.ClaimNewestFirst : statements.Claim,
                    new SqlParameter("app", SqlServerGuids.ToStored(claim.AppCredentialId)),
                    new SqlParameter("token", SqlServerGuids.ToStored(claim.Token)),
                    new SqlParameter("max", claim.Max),
                    new SqlParameter("now", claim.Now.ToUniversalTime()),
                    new SqlParameter("lease", claim.LeaseUntil.ToUniversalTime()),
                    new SqlParameter("lane", (int)claim.LeastUrgent))
                .IgnoreQueryFilters()
                .AsNoTracking()
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        });

    public override async Task<int> RenewAsync(
        IReadOnlyCollection<Guid> claimTokens, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await InSessionAsync(context, session => Races.RunAsync(context.Database.CurrentTransaction is null, () => session.ExecuteAsync(
            SqlServerDeliveryStatements.For(context.Model).Renew,
            cancellationToken,
            ("@rows", JsonArrays.Of(claimTokens.Select(SqlServerGuids.ToStored))),
            ("@now", now.ToUniversalTime()),
            ("@lease", leaseUntil.ToUniversalTime()))), cancellationToken).ConfigureAwait(false);
    }

    public override async Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts, TimeSpan lease, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var statements = SqlServerDeliveryStatements.For(context.Model);
        var at = now.ToUniversalTime();
        return await Races.InTransactionAsync(
            context,
            token => InSessionAsync(
                context,
                async session =>
                {
                    var reaped = await session.QueryAsync(
                        statements.Reap,
                        reader => TallyOf(reader, at),
                        token,
                        ("@now", at), ("@attempts", maxAttempts), ("@repeats", RepeatsRefusedSince(at, lease)), ("@lost", OutcomeLost), ("@removed", AppRemoved)).ConfigureAwait(false);
                    var tallies = reaped.Where(k => k.Status != DeliveryStatus.Pending).GroupBy(k => k).Select(g => DeliveryTally.Of(g.Key, g.Count(), at)).ToList();
                    await Inserts<DeliveryTally>.RunAsync(session, context.Model, tallies, token).ConfigureAwait(false);
                    return new ReapedDeliveries(Count(DeliveryStatus.Pending), Count(DeliveryStatus.Unconfirmed), Count(DeliveryStatus.Failed));

                    int Count(DeliveryStatus status) => reaped.Count(k => k.Status == status);
                },
                token),
            cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (outcomes.Count == 0)
        {
            return [];
        }

        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await Races.InTransactionAsync(
            context, token => InSessionAsync(context, session => RecordAsync(session, context, outcomes, token), token), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(
        SqlServerSession session, DbContext context, IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        var statements = SqlServerDeliveryStatements.For(context.Model);

        // The message itself travels only where one has changed.
        var isWide = outcomes.Any(o => o.FellBack);
        var rows = isWide ? statements.OutcomesWithFallback : statements.Outcomes;
        var written = (await session.QueryAsync(
            isWide ? statements.RecordWithFallback : statements.Record,
            r => (SqlServerGuids.FromStored(r.GetGuid(0)), SqlServerGuids.FromStored(r.GetGuid(1))),
            cancellationToken,
            ("@rows", rows.ToJson(outcomes))).ConfigureAwait(false)).ToHashSet();
        var recorded = outcomes.Where(o => written.Contains((o.Delivery.Id, o.ClaimToken))).ToList();
        await Inserts<DeliveryTally>.RunAsync(session, context.Model, Tallies.Of(recorded.Select(o => o.Delivery), 1), cancellationToken).ConfigureAwait(false);
        await Inserts<DeliveryAttempt>.RunAsync(session, context.Model, [.. recorded.SelectMany(o => o.Attempts)], cancellationToken).ConfigureAwait(false);
        await SqlServerGrants.SpendAsync(session, context.Model, recorded, cancellationToken).ConfigureAwait(false);
        await SqlServerFormIdStatements.For(context.Model).SettleAsync(session, recorded, cancellationToken).ConfigureAwait(false);
        return recorded;
    }

    private static async Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(
        DbContext context, DbTransaction? joined, IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        var session = await SqlServerSession.OpenAsync(context, joined, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var enqueue = new SqlServerEnqueue(session, context.Model, isAlone: joined is null && context.Database.CurrentTransaction is null);
            var standing = await enqueue.RunAsync(deliveries, cancellationToken).ConfigureAwait(false);
            var stored = deliveries.Where(d => standing[d.Id] is { IsDuplicate: false });
            await Inserts<DeliveryTally>.RunAsync(session, context.Model, Tallies.Of(stored, 1), cancellationToken).ConfigureAwait(false);
            return [.. deliveries.Select(d => standing[d.Id])];
        }
    }

    private static async Task<T> InSessionAsync<T>(DbContext context, Func<SqlServerSession, Task<T>> use, CancellationToken cancellationToken)
    {
        var session = await SqlServerSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await use(session).ConfigureAwait(false);
        }
    }

    /// <summary>In the order of <see cref="SqlServerDeliveryStatements.Counted"/>. The error of a lost call is forgotten.</summary>
    private static TallyKey TallyOf(DbDataReader reader, DateTimeOffset at) => new(
        reader.IsDBNull(2) ? null : reader.GetGuid(2),
        TallyKey.HourOf(at),
        SqlServerGuids.FromStored(reader.GetGuid(3)),
        reader.GetString(4),
        reader.IsDBNull(5) ? null : SqlServerGuids.FromStored(reader.GetGuid(5)),
        (DeliveryStatus)reader.GetInt32(0),
        (DeliveryReason)reader.GetInt32(1),
        ErrorCode: null);
}
