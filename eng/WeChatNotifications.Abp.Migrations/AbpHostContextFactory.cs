using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WeChatNotifications.AbpHost.Persistence;

namespace WeChatNotifications.Abp.Migrations;

/// <summary>Gives <c>dotnet ef</c> a context; no database is needed for adding a migration.</summary>
internal sealed class AbpHostContextFactory : IDesignTimeDbContextFactory<AbpHostDbContext>
{
    public AbpHostDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<AbpHostDbContext>().UseNpgsql("Host=design-time").Options);
}
