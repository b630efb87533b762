using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using WeChatNotifications.EntityFrameworkCore.Modeling;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql;

/// <summary>A lock of the database session: it outlasts the transactions of the migrations, and ends with its node.</summary>
internal sealed class AdvisoryLockMigrationGate : IMigrationGate
{
    /// <summary>Any number will do as long as all nodes use the same ("WeChatNo" in ASCII).</summary>
    private const long Key = 0x5765_4368_6174_4E6F;

    public async Task PassAsync(DbContext context, Func<CancellationToken, Task> migrate, CancellationToken cancellationToken)
    {
        await OpenAsync(context, cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(context, $"SELECT pg_advisory_lock({Key})", cancellationToken).ConfigureAwait(false);
            try
            {
                await migrate(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // Not cancelled: a pooled connection would take the lock along.
                await ExecuteAsync(context, $"SELECT pg_advisory_unlock({Key})", CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private static async Task OpenAsync(DbContext context, CancellationToken cancellationToken)
    {
        // Not through the facade, which wraps what a server that is away says into "likely transient".
        var connection = context.GetService<IRelationalConnection>();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateDatabaseAsync(context, cancellationToken).ConfigureAwait(false);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CreateDatabaseAsync(DbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another node was faster.
        }
    }

    /// <summary>Without the usual time limit: the node ahead may have a large table to change.</summary>
    private static async Task ExecuteAsync(DbContext context, string sql, CancellationToken cancellationToken)
    {
        var connection = context.Database.GetDbConnection();
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
