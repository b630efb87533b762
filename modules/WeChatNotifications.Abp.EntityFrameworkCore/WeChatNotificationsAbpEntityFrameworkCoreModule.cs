using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Volo.Abp.Auditing;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.Modularity;
using WeChatNotifications.Abp.EntityFrameworkCore.Auditing;
using WeChatNotifications.Abp.EntityFrameworkCore.Tokens;
using WeChatNotifications.Abp.EntityFrameworkCore.Transactions;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.Security;
using WeChatNotifications.Tokens;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp.EntityFrameworkCore;

/// <summary>
/// The module's tables in an ABP DbContext: <see cref="WeChatNotificationsAbpDbContext"/>, or the host's own one that replaces
/// <see cref="IWeChatNotificationsDbContext"/>.
/// </summary>
[DependsOn(typeof(AbpAuditingModule), typeof(AbpEntityFrameworkCoreModule))]
public sealed class WeChatNotificationsAbpEntityFrameworkCoreModule : AbpModule
{
    /// <inheritdoc />
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        var services = context.Services;
        services.AddAbpDbContext<WeChatNotificationsAbpDbContext>();
        services.TryAddSingleton<AfterCommit>();
        services.TryAddTransient<ModuleDatabase>();
        services.TryAddScoped<IWeChatNotificationsDbContextProvider, UnitOfWorkContexts>();
        services.TryAddScoped<ICallerTransaction, UnitOfWorkTransaction>();
        services.TryAddSingleton<ILeaseStore, ClusterLeaseStore>();
        services.AddWeChatNotificationsStores();
        services.TryAddSingleton(p => new EntityChangeInterceptor(
            p.GetRequiredService<IAuditingManager>(), p.GetRequiredService<IAuditingHelper>(), p.GetService<ISecretProtector>(), p.GetService<TimeProvider>() ?? TimeProvider.System));

        // It lets alone every context that does not hold the module's tables.
        Configure<AbpDbContextOptions>(o => o.PreConfigure(
            context => context.DbContextOptions.AddInterceptors(context.ServiceProvider.GetRequiredService<EntityChangeInterceptor>())));
    }
}
