using System.Data.Common;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

/// <summary>Tables that end with their session.</summary>
internal static class SessionTables
{
    /// <summary>Removes one now, because a pooled session may go on for long. Never fails.</summary>
    public static async Task DropAsync(SqlServerSession session, string table)
    {
        try
        {
            await session.ExecuteAsync($"DROP TABLE IF EXISTS {table}", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            // The connection is gone, or the transaction around all this has failed: either takes the table along.
        }
    }
}
