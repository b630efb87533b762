using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;

/// <summary>An open connection, with the transaction that is running on it. Closes only what it has opened.</summary>
internal sealed class PostgreSqlSession(NpgsqlConnection connection, NpgsqlTransaction? transaction, DbContext? owner) : IAsyncDisposable
{
    public NpgsqlConnection Connection { get; } = connection;

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
