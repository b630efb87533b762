using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatNotifications.EntityFrameworkCore.Modeling;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer;

/// <summary>A lock of the database session: it outlasts the transactions of the migrations, and ends with its node.</summary>
internal sealed partial class ApplicationLockMigrationGate(ILogger<ApplicationLockMigrationGate>? logger = null) : IMigrationGate
{
    /// <summary>Any name will do as long as all nodes use the same.</summary>
    private const string Resource = "WeChatNotifications.Migrations";

    private const int CannotOpenDatabase = 4060, DatabaseExists = 1801;

    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    public async Task PassAsync(DbContext context, Func<CancellationToken, Task> migrate, CancellationToken cancellationToken)
    {
        await OpenAsync(context, cancellationToken).ConfigureAwait(false);
        try
        {
            await LockAsync(context, cancellationToken).ConfigureAwait(false);
            try
            {
                await migrate(cancellationToken).ConfigureAwait(false);
                await WarnOfLockingReadsAsync(context, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // Not cancelled: the session would keep the lock until the pool gives it to somebody else.
                await ExecuteAsync(context, $"EXEC sp_releaseapplock @Resource = N'{Resource}', @LockOwner = 'Session'", CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private static async Task OpenAsync(DbContext context, CancellationToken cancellationToken)
    {
        var connection = context.GetService<IRelationalConnection>();
        try
        {
            // A database that is missing is an error that we expect, not one for the log.
            await connection.OpenAsync(cancellationToken, errorsExpected: true).ConfigureAwait(false);
        }
        catch (SqlException exception) when (exception.Number == CannotOpenDatabase)
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
        catch (SqlException exception) when (exception.Number == DatabaseExists)
        {
            // Another node was faster.
        }
    }

    /// <exception cref="InvalidOperationException">The server refused the lock.</exception>
    private static async Task LockAsync(DbContext context, CancellationToken cancellationToken)
    {
        // It answers below zero instead of failing.
        var answer = Convert.ToInt32(
            await ExecuteAsync(
                context,
                $"DECLARE @answer int; EXEC @answer = sp_getapplock @Resource = N'{Resource}', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = -1; SELECT @answer",
                cancellationToken).ConfigureAwait(false),
            CultureInfo.InvariantCulture);
        if (answer < 0)
        {
            throw new InvalidOperationException($"SQL Server refused the lock under which the module's migrations run: sp_getapplock answered {answer}.");
        }
    }

    /// <summary>Not ours to change, since the database may be the host's.</summary>
    private async Task WarnOfLockingReadsAsync(DbContext context, CancellationToken cancellationToken)
    {
        var isOn = await ExecuteAsync(context, "SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()", cancellationToken).ConfigureAwait(false);
        if (isOn is false)
        {
            LogLockingReads(_logger, context.Database.GetDbConnection().Database);
        }
    }

    /// <summary>Without the usual time limit: the node ahead may have a large table to change.</summary>
    private static async Task<object?> ExecuteAsync(DbContext context, string sql, CancellationToken cancellationToken)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            command.CommandTimeout = 0;
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(
        EventId = 7301, Level = LogLevel.Warning,
        Message = "Database {Database} has READ_COMMITTED_SNAPSHOT off: readers of the log wait for its writers, and counts may be off while they are taken. Switch it on with ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE.")]
    private static partial void LogLockingReads(ILogger logger, string database);
}
