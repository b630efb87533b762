using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

/// <summary>An open connection, with the transaction that is running on it. Closes only what it has opened.</summary>
internal sealed class SqlServerSession : IAsyncDisposable
{
    private readonly DbContext? _owner;
    private readonly DbTransaction? _transaction;
    private readonly int? _timeout;

    private SqlServerSession(DbConnection connection, DbTransaction? transaction, DbContext context, bool isOwner)
    {
        Connection = connection;
        _transaction = transaction;
        _timeout = context.Database.GetCommandTimeout();
        _owner = isOwner ? context : null;
    }

    public DbConnection Connection { get; }

    /// <summary>Whether rows can be copied in bulk: a connection that a profiler has wrapped cannot.</summary>
    public bool CanCopy => Connection is SqlConnection && _transaction is null or SqlTransaction;

    /// <summary>Opens the context's connection, or takes part in the transaction that is given or running.</summary>
    /// <exception cref="WeChatNotificationsException">The transaction is not one of SQL Server's.</exception>
    public static async Task<SqlServerSession> OpenAsync(DbContext context, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if ((transaction ?? context.Database.CurrentTransaction?.GetDbTransaction()) is not { } current)
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return new SqlServerSession(context.Database.GetDbConnection(), transaction: null, context, isOwner: true);
        }

        // To write beside a stranger's would look like success until the first rollback.
        return current.Connection is { } joined && (current is SqlTransaction || joined.GetType() == context.Database.GetDbConnection().GetType())
            ? new SqlServerSession(joined, current, context, isOwner: false)
            : throw new WeChatNotificationsException(
                WeChatNotificationsErrorCodes.CallerTransaction, $"The joined transaction is a {current.GetType()}, not one of SQL Server's with a connection.");
    }

    /// <summary>A command in the session's transaction.</summary>
    /// <param name="sql">Written by us from the model's names; values travel as parameters.</param>
    /// <param name="parameters">Names with their @, and values as the database keeps them.</param>
    public DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        command.CommandTimeout = _timeout ?? command.CommandTimeout;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.Add(Parameter(command, name, value));
        }

        return command;
    }

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var command = Command(sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a statement and reads the rows that it answers.</summary>
    public async Task<List<TResult>> QueryAsync<TResult>(
        string sql, Func<DbDataReader, TResult> read, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var results = new List<TResult>();
        var command = Command(sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    results.Add(read(reader));
                }

                // An error that comes behind the rows is found only by asking for more.
                while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
                {
                }
            }
        }

        return results;
    }

    /// <summary>Copies rows into a table of the session.</summary>
    public async Task CopyAsync<TRow>(string table, RowSet<TRow> set, IEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        using var copy = new SqlBulkCopy((SqlConnection)Connection, SqlBulkCopyOptions.Default, (SqlTransaction?)_transaction)
        {
            DestinationTableName = table,
            BulkCopyTimeout = 0,
        };
        using var data = set.ToTable(rows);
        await copy.WriteToServerAsync(data, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner is not null)
        {
            await _owner.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private static DbParameter Parameter(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        switch (value)
        {
            case string text:
                // Always one of two lengths: each other one would be a plan of its own.
                parameter.DbType = DbType.String;
                parameter.Size = text.Length <= 4000 && name != "@rows" ? 4000 : -1;
                parameter.Value = text;
                break;
            case Guid or null:
                // The only values that may be missing are ids.
                parameter.DbType = DbType.Guid;
                parameter.Value = value ?? DBNull.Value;
                break;
            default:
                parameter.Value = value;
                break;
        }

        return parameter;
    }
}
