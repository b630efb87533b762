using Microsoft.EntityFrameworkCore;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.Guids;
using Volo.Abp.Modularity;
using WeChatNotifications.Abp.EntityFrameworkCore.PostgreSql;

namespace WeChatNotifications.AbpHost.Persistence;

/// <summary>The host on PostgreSQL.</summary>
[DependsOn(typeof(AbpHostModule), typeof(WeChatNotificationsAbpPostgreSqlModule))]
public sealed class PostgreSqlHostModule : AbpModule
{
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        // What UseNpgsql() of Volo.Abp.EntityFrameworkCore.PostgreSQL does, without the package.
        Configure<AbpDbContextOptions>(o => o.Configure(c => _ = c.ExistingConnection is { } connection
            ? c.DbContextOptions.UseNpgsql(connection)
            : c.DbContextOptions.UseNpgsql(c.ConnectionString)));
        Configure<AbpSequentialGuidGeneratorOptions>(o => o.DefaultSequentialGuidType = SequentialGuidType.SequentialAsString);
    }
}
