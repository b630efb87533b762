using Microsoft.EntityFrameworkCore;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.Guids;
using Volo.Abp.Modularity;
using WeChatNotifications.Abp.EntityFrameworkCore.SqlServer;

namespace WeChatNotifications.AbpHost.Persistence;

/// <summary>The host on SQL Server, where <c>Database:Provider</c> is <c>SqlServer</c>.</summary>
[DependsOn(typeof(AbpHostModule), typeof(WeChatNotificationsAbpSqlServerModule))]
public sealed class SqlServerHostModule : AbpModule
{
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        // What UseSqlServer() of Volo.Abp.EntityFrameworkCore.SqlServer does, without the package.
        Configure<AbpDbContextOptions>(o => o.Configure(c => _ = c.ExistingConnection is { } connection
            ? c.DbContextOptions.UseSqlServer(connection)
            : c.DbContextOptions.UseSqlServer(c.ConnectionString)));
        Configure<AbpSequentialGuidGeneratorOptions>(o => o.DefaultSequentialGuidType = SequentialGuidType.SequentialAtEnd);
    }
}
