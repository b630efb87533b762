using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Broadcasts;

/// <summary>
/// Lists that arrive by COPY in a table of the session, however slowly, and take the place of the one before in one short transaction.
/// </summary>
internal sealed class PostgreSqlBroadcastListStore(IWeChatNotificationsDbContextProvider contexts) : EfBroadcastListStore(contexts)
{
    /// <summary>Rows that are in memory at once: some megabytes, if all have the longest values.</summary>
    private const int Chunk = 2_000;

    public override async Task<Broadcast> ReplaceAsync(Guid broadcastId, IAsyncEnumerable<BroadcastListRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var badRows = new BadRows();
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var arrived = $"wechat_list_{Guid.NewGuid():N}";
            await ExecuteAsync(session, $"CREATE TEMPORARY TABLE {arrived} (number bigint NOT NULL, openid text, userid text, data text)", cancellationToken).ConfigureAwait(false);
            try
            {
                var count = await CopyAsync(session, arrived, badRows.WithoutAsync(rows, Chunk, cancellationToken), cancellationToken).ConfigureAwait(false);
                return await context.Database.InTransactionAsync(
                    token => MoveAsync(context, broadcastId, arrived, count, badRows, token), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await DropAsync(session, arrived).ConfigureAwait(false);
            }
        }
    }

    private static async Task<long> CopyAsync(PostgreSqlSession session, string table, IAsyncEnumerable<IReadOnlyList<BroadcastListRow>> chunks, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var chunk in chunks.ConfigureAwait(false))
        {
            var copy = await session.Connection.BeginBinaryImportAsync($"COPY {table} (number, openid, userid, data) FROM STDIN (FORMAT BINARY)", cancellationToken).ConfigureAwait(false);
            await using (copy.ConfigureAwait(false))
            {
                foreach (var row in chunk)
                {
                    await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(row.Number, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
                    await WriteAsync(copy, row.OpenId, cancellationToken).ConfigureAwait(false);
                    await WriteAsync(copy, row.UserId, cancellationToken).ConfigureAwait(false);
                    await WriteAsync(copy, row.Data, cancellationToken).ConfigureAwait(false);
                }

                await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }

            count += chunk.Count;
        }

        return count;
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken)
        => text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);

    private static async Task<Broadcast> MoveAsync(DbContext context, Guid id, string arrived, long count, BadRows badRows, CancellationToken cancellationToken)
    {
        var broadcast = await LockAsync(context, id, cancellationToken).ConfigureAwait(false);
        await ClearAsync(context, id, cancellationToken).ConfigureAwait(false);
        var t = new PostgreSqlTable(context.Model, typeof(BroadcastItem));
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            // In their order, so that of several that name the same person the first stays.
            using var command = session.Command($"""
                INSERT INTO {t.Name} ({t[nameof(BroadcastItem.BroadcastId)]}, {t[nameof(BroadcastItem.TenantId)]}, {t[nameof(BroadcastItem.Number)]},
                    {t[nameof(BroadcastItem.OpenId)]}, {t[nameof(BroadcastItem.UserId)]}, {t[nameof(BroadcastItem.Data)]})
                SELECT $1, $2, number, openid, userid, data FROM {arrived} ORDER BY number
                ON CONFLICT DO NOTHING
                """);
            command.CommandTimeout = 0;
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = id });
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)broadcast.TenantId ?? DBNull.Value });
            var stored = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await FinishAsync(context, broadcast, stored, count - stored, badRows, cancellationToken).ConfigureAwait(false);
        }

        return broadcast;
    }

    private static async Task DropAsync(PostgreSqlSession session, string table)
    {
        try
        {
            await ExecuteAsync(session, $"DROP TABLE IF EXISTS {table}", CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The connection is gone, or the transaction around all this has failed: either takes the table along.
        }
    }

    private static async Task ExecuteAsync(PostgreSqlSession session, string sql, CancellationToken cancellationToken)
    {
        using var command = session.Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
