using NpgsqlTypes;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;

/// <summary>One statement, by the server's clock: what the clocks of the nodes say does not matter.</summary>
internal sealed class PostgreSqlRateLedger(IWeChatNotificationsDbContextProvider contexts) : IRateLedger
{
    public async Task<RateGrant> TakeAsync(RateKey key, int perSecond, int wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var table = new PostgreSqlTable(context.Model, typeof(RateTurns));
        var (scope, owner, next) = (table[nameof(RateTurns.Scope)], table[nameof(RateTurns.OwnerId)], table[nameof(RateTurns.NextAt)]);
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var command = session.Command(
                $"""
                INSERT INTO {table.Name} AS t ({scope}, {owner}, {next}) VALUES ($1, $2, clock_timestamp() - $3 + $5)
                ON CONFLICT ({scope}, {owner}) DO UPDATE SET {next} = $5 + CASE
                    WHEN t.{next} > clock_timestamp() + $4 OR t.{next} < clock_timestamp() - $3 THEN clock_timestamp() - $3 ELSE t.{next} END
                RETURNING t.{next} - $5 - clock_timestamp()
                """);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.Add(new() { Value = (int)key.Scope, NpgsqlDbType = NpgsqlDbType.Integer });
                command.Parameters.Add(new() { Value = key.Id, NpgsqlDbType = NpgsqlDbType.Uuid });
                command.Parameters.Add(new() { Value = RateTurns.Burst, NpgsqlDbType = NpgsqlDbType.Interval });
                command.Parameters.Add(new() { Value = RateTurns.Horizon, NpgsqlDbType = NpgsqlDbType.Interval });
                command.Parameters.Add(new() { Value = RateTurns.Duration(perSecond, wanted), NpgsqlDbType = NpgsqlDbType.Interval });
                var ahead = (TimeSpan)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
                return new RateGrant(now + ahead, wanted);
            }
        }
    }
}
