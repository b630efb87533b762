using Volo.Abp.Modularity;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;

namespace WeChatNotifications.Abp.EntityFrameworkCore.PostgreSql;

/// <summary>
/// Gives the module's queue PostgreSQL's own SQL for its hot paths. Without it everything works as well, only slower. The host's
/// <c>AbpDbContextOptions</c> say how its contexts reach PostgreSQL, as for any other module.
/// </summary>
[DependsOn(typeof(WeChatNotificationsAbpEntityFrameworkCoreModule))]
public sealed class WeChatNotificationsAbpPostgreSqlModule : AbpModule
{
    /// <inheritdoc />
    public override void ConfigureServices(ServiceConfigurationContext context) => context.Services.AddWeChatNotificationsPostgreSqlQueue();
}
