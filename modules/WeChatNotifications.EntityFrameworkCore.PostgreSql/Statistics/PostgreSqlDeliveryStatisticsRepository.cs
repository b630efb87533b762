using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Statistics;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Statistics;

/// <summary>Folds tallies in one statement. Everything else, and the meaning of all of it, is the LINQ version's.</summary>
internal sealed class PostgreSqlDeliveryStatisticsRepository(IWeChatNotificationsDbContextProvider contexts) : EfDeliveryStatisticsRepository(contexts)
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
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var command = session.Command(Folds.GetValue(context.Model, FoldOf));
            command.Parameters.Add(new NpgsqlParameter { Value = max });
            command.Parameters.Add(new NpgsqlParameter { Value = DeliveryPace.MinuteOf(now).UtcDateTime });
            return (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
    }

    /// <summary>SKIP LOCKED, and statistics in the order of their keys: two nodes that fold at once take different tallies and never wait each for the other.</summary>
    private static string FoldOf(IModel model)
    {
        var (t, s) = (new PostgreSqlTable(model, typeof(DeliveryTally)), new PostgreSqlTable(model, typeof(DeliveryStatistic)));
        var p = new PostgreSqlTable(model, typeof(DeliveryPace));
        var keys = string.Join(", ", Keys.Select(k => t[k]));
        var columns = string.Join(", ", Keys.Select(k => s[k]));
        return $"""
            WITH taken AS (
                DELETE FROM {t.Name} WHERE {t[nameof(DeliveryTally.Id)]} IN (SELECT {t[nameof(DeliveryTally.Id)]} FROM {t.Name} LIMIT $1 FOR UPDATE SKIP LOCKED)
                RETURNING {keys}, {t[nameof(DeliveryTally.Count)]} AS n),
            merged AS (
                INSERT INTO {s.Name} AS s ({s[nameof(DeliveryStatistic.Id)]}, {columns}, {s[nameof(DeliveryStatistic.Count)]})
                SELECT gen_random_uuid(), {keys}, sum(n) FROM taken GROUP BY {keys} HAVING sum(n) <> 0 ORDER BY {keys}
                ON CONFLICT ({columns}) DO UPDATE SET {s[nameof(DeliveryStatistic.Count)]} = s.{s[nameof(DeliveryStatistic.Count)]} + EXCLUDED.{s[nameof(DeliveryStatistic.Count)]}),
            paced AS (
                INSERT INTO {p.Name} AS p ({p[nameof(DeliveryPace.Id)]}, {p[nameof(DeliveryPace.TenantId)]}, {p[nameof(DeliveryPace.Minute)]}, {p[nameof(DeliveryPace.Sent)]})
                SELECT gen_random_uuid(), {t[nameof(DeliveryTally.TenantId)]}, $2, sum(n) FROM taken
                WHERE {t[nameof(DeliveryTally.Status)]} = {(int)DeliveryStatus.Sent} AND n > 0 GROUP BY 2 ORDER BY 2
                ON CONFLICT ({p[nameof(DeliveryPace.TenantId)]}, {p[nameof(DeliveryPace.Minute)]}) DO UPDATE SET {p[nameof(DeliveryPace.Sent)]} = p.{p[nameof(DeliveryPace.Sent)]} + EXCLUDED.{p[nameof(DeliveryPace.Sent)]})
            SELECT count(*)::int FROM taken
            """;
    }
}
