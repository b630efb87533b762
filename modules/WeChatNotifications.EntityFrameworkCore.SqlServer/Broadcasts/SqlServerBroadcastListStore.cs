using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Broadcasts;

/// <summary>
/// Lists that arrive by bulk copies in a table of the session, however slowly, and take the place of the one before in one short transaction.
/// </summary>
internal sealed class SqlServerBroadcastListStore(IWeChatNotificationsDbContextProvider contexts) : EfBroadcastListStore(contexts)
{
    /// <summary>Rows that are in memory at once: some megabytes, if all have the longest values.</summary>
    private const int Chunk = 2_000;

    public override async Task<Broadcast> ReplaceAsync(Guid broadcastId, IAsyncEnumerable<BroadcastListRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var badRows = new BadRows();
        var session = await SqlServerSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var set = RowsOf(new SqlServerTable(context.Model, typeof(BroadcastItem)));
            var arrived = $"#wechat_list_{Guid.NewGuid():N}";
            await session.ExecuteAsync(set.CreateTable(arrived), cancellationToken).ConfigureAwait(false);
            try
            {
                var count = 0L;
                await foreach (var chunk in badRows.WithoutAsync(rows, Chunk, cancellationToken).ConfigureAwait(false))
                {
                    await StoreAsync(session, arrived, set, chunk, cancellationToken).ConfigureAwait(false);
                    count += chunk.Count;
                }

                return await context.Database.InTransactionAsync(
                    token => MoveAsync(context, broadcastId, arrived, count, badRows, token), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await SessionTables.DropAsync(session, arrived).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The statement that moves what has arrived into the list. Of several rows that name the same person the first one stays.</summary>
    internal static string MoveOf(SqlServerTable t, string arrived)
    {
        var (number, openId, userId, data) = (t[nameof(BroadcastItem.Number)], t[nameof(BroadcastItem.OpenId)], t[nameof(BroadcastItem.UserId)], t[nameof(BroadcastItem.Data)]);
        return $"""
            INSERT INTO {t.Name} ({t[nameof(BroadcastItem.BroadcastId)]}, {t[nameof(BroadcastItem.TenantId)]}, {number}, {openId}, {userId}, {data})
            SELECT @broadcast, @tenant, n.{number}, n.{openId}, n.{userId}, n.{data}
            FROM (
                SELECT a.*,
                    ROW_NUMBER() OVER (PARTITION BY a.{openId} ORDER BY a.{number}) AS OpenIdPlace,
                    ROW_NUMBER() OVER (PARTITION BY a.{userId} ORDER BY a.{number}) AS UserIdPlace
                FROM {arrived} AS a) AS n
            WHERE (n.{openId} IS NULL OR n.OpenIdPlace = 1) AND (n.{userId} IS NULL OR n.UserIdPlace = 1)
            """;
    }

    internal static RowSet<BroadcastListRow> RowsOf(SqlServerTable t) => new(
    [
        RowColumn<BroadcastListRow>.Of(t.Column(nameof(BroadcastItem.Number)), r => r.Number),
        RowColumn<BroadcastListRow>.Of(t.Column(nameof(BroadcastItem.OpenId)), r => r.OpenId),
        RowColumn<BroadcastListRow>.Of(t.Column(nameof(BroadcastItem.UserId)), r => r.UserId),
        RowColumn<BroadcastListRow>.Of(t.Column(nameof(BroadcastItem.Data)), r => r.Data),
    ]);

    private static async Task StoreAsync(
        SqlServerSession session, string arrived, RowSet<BroadcastListRow> set, IReadOnlyList<BroadcastListRow> chunk, CancellationToken cancellationToken)
    {
        if (session.CanCopy)
        {
            await session.CopyAsync(arrived, set, chunk, cancellationToken).ConfigureAwait(false);
            return;
        }

        var columns = string.Join(", ", set.Columns.Select(c => c.Alias));
        await session.ExecuteAsync(
            $"INSERT INTO {arrived} ({columns}) SELECT {columns} FROM {set.Source} AS n", cancellationToken, ("@rows", set.ToJson(chunk))).ConfigureAwait(false);
    }

    private static async Task<Broadcast> MoveAsync(DbContext context, Guid id, string arrived, long count, BadRows badRows, CancellationToken cancellationToken)
    {
        var broadcast = await LockAsync(context, id, cancellationToken).ConfigureAwait(false);
        await ClearAsync(context, id, cancellationToken).ConfigureAwait(false);
        var t = new SqlServerTable(context.Model, typeof(BroadcastItem));
        var session = await SqlServerSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var move = session.Command(
                MoveOf(t, arrived), ("@broadcast", t.Column(nameof(BroadcastItem.BroadcastId)).Stored(id)), ("@tenant", broadcast.TenantId));
            await using (move.ConfigureAwait(false))
            {
                move.CommandTimeout = 0;
                var stored = await move.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                await FinishAsync(context, broadcast, stored, count - stored, badRows, cancellationToken).ConfigureAwait(false);
            }
        }

        return broadcast;
    }
}
