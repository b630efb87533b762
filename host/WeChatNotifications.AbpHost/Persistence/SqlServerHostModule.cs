using Microsoft.EntityFrameworkCore;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.Guids;
using Volo.Abp.Modularity;

namespace WeChatNotifications.AbpHost.Persistence;

/// <summary>The host on SQL Server, where <c>Database:Provider</c> is <c>SqlServer</c>: the module's queue works in LINQ there.</summary>
[DependsOn(typeof(AbpHostModule))]
public sealed class SqlServerHostModule : AbpModule
{
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        Configure<AbpDbContextOptions>(o => o.Configure(c => _ = c.ExistingConnection is { } connection
            ? c.DbContextOptions.UseSqlServer(connection)
            : c.DbContextOptions.UseSqlServer(c.ConnectionString)));
        Configure<AbpSequentialGuidGeneratorOptions>(o => o.DefaultSequentialGuidType = SequentialGuidType.SequentialAtEnd);
    }
}
