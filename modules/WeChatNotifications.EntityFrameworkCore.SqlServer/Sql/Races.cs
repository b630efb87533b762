using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

/// <summary>Statements that two nodes run about the same rows at the same moment, and of which the database refuses one.</summary>
internal static class Races
{
    /// <summary>How often in a row one may lose.</summary>
    private const int Max = 10;

    private const int Deadlock = 1205, UniqueIndex = 2601, UniqueConstraint = 2627, ForeignKey = 547;

    /// <summary>
    /// Whether the database gave this transaction up for another one. All of it is rolled back then, so that it can be run again; unless it was
    /// begun by somebody else, for whom that is to do.
    /// </summary>
    public static bool IsDeadlock(Exception exception) => NumberOf(exception) == Deadlock;

    /// <summary>Whether another node has written such a row, or removed the one that is referred to. SQL Server takes back the statement, not the transaction around it.</summary>
    public static bool IsTaken(Exception exception) => NumberOf(exception) is UniqueIndex or UniqueConstraint or ForeignKey;

    /// <summary>Runs one statement again when another node was faster with a key of its rows, and, outside of transactions, after a deadlock.</summary>
    /// <param name="isAlone">Whether no transaction is around it.</param>
    /// <param name="statement">The statement, which changes nothing when it fails.</param>
    public static async Task<T> RunAsync<T>(bool isAlone, Func<Task<T>> statement)
    {
        for (var race = 0; ; race++)
        {
            try
            {
                return await statement().ConfigureAwait(false);
            }
            catch (Exception exception) when (race < Max && (IsTaken(exception) || (isAlone && IsDeadlock(exception))))
            {
                // Whoever was faster has committed: what failed finds it there now.
            }
        }
    }

    /// <summary>
    /// Runs statements in one transaction: in the one that is open already, or in one of its own, which is begun again after a deadlock, or
    /// when another node was faster with a key.
    /// </summary>
    public static async Task<T> InTransactionAsync<T>(DbContext context, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var isAlone = context.Database.CurrentTransaction is null;
        for (var race = 0; ; race++)
        {
            try
            {
                return await context.Database.InTransactionAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (race < Max && isAlone && (IsDeadlock(exception) || IsTaken(exception)))
            {
                // Nothing of it stands.
            }
        }
    }

    /// <summary>EF Core wraps what it takes for transient.</summary>
    private static int NumberOf(Exception exception) => ((exception as SqlException) ?? (exception.InnerException as SqlException))?.Number ?? 0;
}
