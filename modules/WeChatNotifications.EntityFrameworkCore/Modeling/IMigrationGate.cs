using Microsoft.EntityFrameworkCore;

namespace WeChatNotifications.EntityFrameworkCore.Modeling;

/// <summary>
/// Lets one node at a time bring the tables up to date. EF Core's own lock ends with each migration's transaction on PostgreSQL, and a node
/// that waited for it then repeats the ones behind.
/// </summary>
internal interface IMigrationGate
{
    /// <summary>Runs <paramref name="migrate"/> while no other node does.</summary>
    Task PassAsync(DbContext context, Func<CancellationToken, Task> migrate, CancellationToken cancellationToken);
}
