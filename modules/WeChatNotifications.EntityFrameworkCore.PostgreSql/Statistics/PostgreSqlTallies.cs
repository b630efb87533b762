using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Statistics;

/// <summary>The parts of a statement that count, along with it, the deliveries which it has brought to an outcome.</summary>
internal static class PostgreSqlTallies
{
    private static readonly IReadOnlyList<(string Delivery, string Tally)> Keys =
    [
        (nameof(DeliveryLog.TenantId), nameof(DeliveryTally.TenantId)),
        (nameof(DeliveryLog.AppCredentialId), nameof(DeliveryTally.AppCredentialId)),
        (nameof(DeliveryLog.TemplateName), nameof(DeliveryTally.TemplateName)),
        (nameof(DeliveryLog.BroadcastId), nameof(DeliveryTally.BroadcastId)),
        (nameof(DeliveryLog.Status), nameof(DeliveryTally.Status)),
        (nameof(DeliveryLog.Reason), nameof(DeliveryTally.Reason)),
        (nameof(DeliveryLog.ErrorCode), nameof(DeliveryTally.ErrorCode)),
    ];

    /// <summary>What an UPDATE or INSERT of deliveries, known as <c>d</c>, has to return: <see cref="TallyKey.Of"/> in SQL.</summary>
    public static string Returned(PostgreSqlTable d)
        => string.Join(", ", Keys.Select((key, i) => $"d.{d[key.Delivery]} AS t{i}"))
            + $", CASE WHEN d.{d[nameof(DeliveryLog.FinishedAt)]} IS NOT NULL THEN coalesce(d.{d[nameof(DeliveryLog.SentAt)]}, d.{d[nameof(DeliveryLog.FinishedAt)]}) END AS counted_at";

    /// <summary>Inserts one tally for each outcome among the rows of a CTE that has <see cref="Returned"/>.</summary>
    public static string InsertFrom(PostgreSqlTable t, string cte)
    {
        var columns = string.Join(", ", Keys.Select(key => t[key.Tally]));
        var names = string.Join(", ", Keys.Select((_, i) => $"t{i}"));
        return $"""
            INSERT INTO {t.Name} ({t[nameof(DeliveryTally.Id)]}, {columns}, {t[nameof(DeliveryTally.Hour)]}, {t[nameof(DeliveryTally.Count)]})
                SELECT gen_random_uuid(), {names}, hour, count(*)
                FROM (SELECT {names}, date_trunc('hour', counted_at, 'UTC') AS hour FROM {cte} WHERE counted_at IS NOT NULL) AS counted
                GROUP BY {names}, hour
            """;
    }
}
