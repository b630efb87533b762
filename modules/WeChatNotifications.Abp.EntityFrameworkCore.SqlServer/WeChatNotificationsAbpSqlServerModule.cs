using Volo.Abp.Modularity;
using WeChatNotifications.EntityFrameworkCore.SqlServer;

namespace WeChatNotifications.Abp.EntityFrameworkCore.SqlServer;

/// <summary>
/// Gives the module's queue SQL Server's own SQL for its hot paths. Without it everything works as well, only slower, and with more
/// deadlocks to try again after. The host's <c>AbpDbContextOptions</c> say how its contexts reach SQL Server, as for any other module.
/// </summary>
[DependsOn(typeof(WeChatNotificationsAbpEntityFrameworkCoreModule))]
public sealed class WeChatNotificationsAbpSqlServerModule : AbpModule
{
    /// <inheritdoc />
    public override void ConfigureServices(ServiceConfigurationContext context) => context.Services.AddWeChatNotificationsSqlServerQueue();
}
