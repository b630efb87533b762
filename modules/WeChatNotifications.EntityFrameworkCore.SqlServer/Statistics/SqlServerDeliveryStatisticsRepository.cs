using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.EntityFrameworkCore.Statistics;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Statistics;

/// <summary>Folds tallies in one batch. Everything else, and the meaning of all of it, is the LINQ version's.</summary>
internal sealed class SqlServerDeliveryStatisticsRepository(IWeChatNotificationsDbContextProvider contexts) : EfDeliveryStatisticsRepository(contexts)
{
    private static readonly ConditionalWeakTable<IModel, string> Folds = [];

    private static readonly string[] Keys =
    [
        nameof(DeliveryStatistic.TenantId), nameof(DeliveryStatistic.Hour), nameof(DeliveryStatistic.AppCredentialId), nameof(DeliveryStatistic.TemplateName),
        nameof(DeliveryStatistic.BroadcastId), nameof(DeliveryStatistic.Status), nameof(DeliveryStatistic.Reason), nameof(DeliveryStatistic.ErrorCode),
    ];

    public override async Task<int> FoldAsync(int max, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var sql = Folds.GetValue(context.Model, FoldOf);
        return await Races.InTransactionAsync(
            context,
            async token =>
            {
                var session = await SqlServerSession.OpenAsync(context, transaction: null, token).ConfigureAwait(false);
                await using (session.ConfigureAwait(false))
                {
                    var folded = await session.QueryAsync(sql, r => r.GetInt32(0), token, ("@max", max), ("@minute", DeliveryPace.MinuteOf(now))).ConfigureAwait(false);
                    return folded.Sum();
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// READPAST: two nodes that fold at once take different tallies. INTERSECT, because it takes two nulls for the same; a row that both nodes
    /// want to add makes the second one begin again.
    /// </summary>
    internal static string FoldOf(IModel model)
    {
        var (t, s) = (new SqlServerTable(model, typeof(DeliveryTally)), new SqlServerTable(model, typeof(DeliveryStatistic)));
        var p = new SqlServerTable(model, typeof(DeliveryPace));
        var taken = string.Join(", ", Keys.Select(t.Column).Select(c => $"{c.Name} {c.Type}{c.Collate} NULL"));
        string Of(string alias, SqlServerTable table) => string.Join(", ", Keys.Select(k => $"{alias}.{table[k]}"));
        var (count, sent) = (s[nameof(DeliveryStatistic.Count)], p[nameof(DeliveryPace.Sent)]);
        var (tenant, minute) = (p[nameof(DeliveryPace.TenantId)], p[nameof(DeliveryPace.Minute)]);
        var sums = $"SELECT {Of("t", t)}, SUM(t.n) AS n FROM @taken AS t GROUP BY {Of("t", t)} HAVING SUM(t.n) <> 0";
        var paces = $"SELECT t.{t[nameof(DeliveryTally.TenantId)]} AS tenant, SUM(t.n) AS n FROM @taken AS t WHERE t.{t[nameof(DeliveryTally.Status)]} = {(int)DeliveryStatus.Sent} AND t.n > 0 GROUP BY t.{t[nameof(DeliveryTally.TenantId)]}";
        return $"""
            SET NOCOUNT ON;
            DECLARE @taken TABLE ({taken}, n bigint NOT NULL);
            DELETE TOP (@max) FROM {t.Name} WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
            OUTPUT {Of("deleted", t)}, deleted.{t[nameof(DeliveryTally.Count)]} INTO @taken ({string.Join(", ", Keys.Select(k => t[k]))}, n);
            UPDATE s SET {count} = s.{count} + x.n
            FROM {s.Name} AS s WITH (UPDLOCK, ROWLOCK) JOIN ({sums}) AS x ON EXISTS (SELECT {Of("s", s)} INTERSECT SELECT {Of("x", t)});
            INSERT INTO {s.Name} ({s[nameof(DeliveryStatistic.Id)]}, {string.Join(", ", Keys.Select(k => s[k]))}, {count})
            SELECT NEWID(), {Of("x", t)}, x.n FROM ({sums}) AS x
            WHERE NOT EXISTS (SELECT 1 FROM {s.Name} AS s WHERE EXISTS (SELECT {Of("s", s)} INTERSECT SELECT {Of("x", t)}))
            ORDER BY {Of("x", t)};
            UPDATE p SET {sent} = p.{sent} + x.n
            FROM {p.Name} AS p WITH (UPDLOCK, ROWLOCK) JOIN ({paces}) AS x ON p.{minute} = @minute AND EXISTS (SELECT p.{tenant} INTERSECT SELECT x.tenant);
            INSERT INTO {p.Name} ({p[nameof(DeliveryPace.Id)]}, {tenant}, {minute}, {sent})
            SELECT NEWID(), x.tenant, @minute, x.n FROM ({paces}) AS x
            WHERE NOT EXISTS (SELECT 1 FROM {p.Name} AS p WHERE p.{minute} = @minute AND EXISTS (SELECT p.{tenant} INTERSECT SELECT x.tenant));
            SELECT COUNT(*) FROM @taken;
            """;
    }
}
