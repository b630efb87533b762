using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.Host.Modules.Identity.Persistence;
using WeChatNotifications.Host.Modules.Orders.Persistence;

namespace WeChatNotifications.Host.Startup;

internal static class HostMigrations
{
    /// <summary>
    /// Brings the database up to date, unless <c>Database:Migrate</c> is false. Hosts that start together take turns: EF Core locks
    /// the list of migrations.
    /// </summary>
    /// <exception cref="StartupException">The database cannot be reached, or refuses.</exception>
    public static async Task MigrateAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        if (!app.Configuration.GetValue("Database:Migrate", defaultValue: true))
        {
            return;
        }

        try
        {
            await app.Services.MigrateWeChatNotificationsAsync(cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IdentityDbContext>().Database.MigrateAsync(cancellationToken);
            await scope.ServiceProvider.GetRequiredService<OrdersDbContext>().Database.MigrateAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new StartupException(
                $"The database cannot be brought up to date: {exception.Message} Look at ConnectionStrings:{HostDatabase.ConnectionStringName}.", exception);
        }
    }
}
