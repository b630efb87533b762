using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;

/// <summary>An open connection, with the transaction that is running on it. Closes only what it has opened.</summary>
internal sealed class PostgreSqlSession(NpgsqlConnection connection, NpgsqlTransaction? transaction, DbContext? owner) : IAsyncDisposable
{
    public NpgsqlConnection Connection { get; } = connection;

    /// <summary>Opens the context's connection, or takes part in the transaction that is given or running.</summary>
    /// <exception cref="WeChatNotificationsException">The transaction is not one of Npgsql's.</exception>
    public static async Task<PostgreSqlSession> OpenAsync(DbContext context, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        switch (transaction ?? context.Database.CurrentTransaction?.GetDbTransaction())
        {
            case NpgsqlTransaction { Connection: { } joined } current:
                return new PostgreSqlSession(joined, current, owner: null);
            case { } stranger:
                // To write beside it would look like success until the first rollback.
                throw new WeChatNotificationsException(
                    WeChatNotificationsErrorCodes.CallerTransaction, $"The joined transaction is a {stranger.GetType()}, not one of Npgsql's with a connection.");
        }

        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return new PostgreSqlSession((NpgsqlConnection)context.Database.GetDbConnection(), transaction: null, context);
    }

    /// <summary>A command in the session's transaction.</summary>
    /// <param name="sql">Written by us from the model's names; values travel as parameters.</param>
    public NpgsqlCommand Command(string sql) => new(sql, Connection, transaction);

    public async ValueTask DisposeAsync()
    {
        if (owner is not null)
        {
            await owner.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
