using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;

namespace WeChatNotifications.Migrations;

/// <summary>Gives <c>dotnet ef</c> a context; no database is needed for adding a migration.</summary>
internal sealed class PostgreSqlContextFactory : IDesignTimeDbContextFactory<WeChatNotificationsDbContext>
{
    public WeChatNotificationsDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<WeChatNotificationsDbContext>()
            .UseNpgsql("Host=design-time", npgsql => npgsql.UseModuleMigrations())
            .Options,
        new NoTenant());
}
