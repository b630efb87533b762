using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Migrations;

/// <summary>Gives <c>dotnet ef</c> a context; no database is needed for adding a migration.</summary>
internal sealed class PostgreSqlContextFactory : IDesignTimeDbContextFactory<WeChatNotificationsDbContext>
{
    public WeChatNotificationsDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<WeChatNotificationsDbContext>()
            .UseNpgsql("Host=design-time", npgsql => npgsql.UseModuleMigrations())
            .Options,
        new NoTenant());

    private sealed class NoTenant : IAmbientTenant, IDisposable
    {
        public Guid? Id => null;

        public bool IsFilterEnabled => true;

        public IDisposable Change(Guid? tenantId) => this;

        public IDisposable DisableFilter() => this;

        public void Dispose()
        {
        }
    }
}
