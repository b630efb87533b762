using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.SqlServer;
using WeChatNotifications.Migrations;

namespace WeChatNotifications.SqlServer.Migrations;

/// <summary>Gives <c>dotnet ef</c> a context; no database is needed for adding a migration.</summary>
internal sealed class SqlServerContextFactory : IDesignTimeDbContextFactory<WeChatNotificationsDbContext>
{
    public WeChatNotificationsDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<WeChatNotificationsDbContext>()
            .UseSqlServer("Server=design-time", sqlServer => sqlServer.UseModuleMigrations())
            .Options,
        new NoTenant());
}
