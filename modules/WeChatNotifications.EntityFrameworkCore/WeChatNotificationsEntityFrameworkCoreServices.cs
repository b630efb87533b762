using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatNotifications.Auditing;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Auditing;
using WeChatNotifications.EntityFrameworkCore.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.Callbacks;
using WeChatNotifications.EntityFrameworkCore.Credentials;
using WeChatNotifications.EntityFrameworkCore.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Events;
using WeChatNotifications.EntityFrameworkCore.Jobs;
using WeChatNotifications.EntityFrameworkCore.Nodes;
using WeChatNotifications.EntityFrameworkCore.Permits;
using WeChatNotifications.EntityFrameworkCore.Recipients;
using WeChatNotifications.EntityFrameworkCore.Statistics;
using WeChatNotifications.EntityFrameworkCore.Templates;
using WeChatNotifications.EntityFrameworkCore.Tenancy;
using WeChatNotifications.EntityFrameworkCore.Tokens;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Events;
using WeChatNotifications.Jobs;
using WeChatNotifications.Nodes;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Security;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Tokens;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore;

/// <summary>Registers the stores.</summary>
public static class WeChatNotificationsEntityFrameworkCoreServices
{
    /// <summary>
    /// Registers the module's stores in LINQ over <see cref="WeChatNotificationsDbContext"/>. Provider packages call it and then
    /// replace what they do faster; call it directly only for a provider that has no package of ours.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configureContext">Chooses the provider.</param>
    /// <param name="optionsLifetime">
    /// <see cref="ServiceLifetime.Singleton"/> where the options are the same for every context: they are then built once instead of for
    /// every service scope, and <paramref name="configureContext"/> is given the root provider.
    /// </param>
    public static IServiceCollection AddWeChatNotificationsEntityFrameworkCore(
        this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configureContext, ServiceLifetime optionsLifetime = ServiceLifetime.Scoped)
    {
        services.TryAddSingleton(p => new AuditInterceptor(p.GetService<ICurrentUser>(), p.GetService<ISecretProtector>(), p.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddDbContext<WeChatNotificationsDbContext>(
            (provider, options) =>
            {
                configureContext(provider, options);
                options.AddInterceptors(provider.GetRequiredService<AuditInterceptor>());
            },
            ServiceLifetime.Scoped, optionsLifetime);
        services.TryAddScoped<IWeChatNotificationsDbContextProvider, ScopedDbContextProvider>();
        return services.AddWeChatNotificationsStores();
    }

    /// <summary>
    /// Registers the stores alone, for a host whose own <see cref="IWeChatNotificationsDbContextProvider"/> says in which DbContext the
    /// module's tables are.
    /// </summary>
    public static IServiceCollection AddWeChatNotificationsStores(this IServiceCollection services)
    {
        services.TryAddScoped<ICallerTransaction, CallerTransaction>();
        services.TryAddScoped<IAppCredentialRepository, EfAppCredentialRepository>();
        services.TryAddScoped<ISetupFacts, EfSetupFacts>();
        services.TryAddScoped<IMessageTemplateRepository, EfMessageTemplateRepository>();
        services.TryAddScoped<IRemoteTemplateRepository, EfRemoteTemplateRepository>();
        services.TryAddScoped<ISubscriptionGrantRepository, EfSubscriptionGrantRepository>();
        services.TryAddScoped<IFormIdStore, EfFormIdStore>();
        services.TryAddScoped<IFormIdCollector>(p => p.GetRequiredService<IFormIdStore>());
        services.TryAddScoped<IRecipientRepository, EfRecipientRepository>();
        services.TryAddScoped<IRecipientDirectory, EfRecipientDirectory>();
        services.TryAddScoped<IFollowerImportRepository, EfFollowerImportRepository>();
        services.TryAddScoped<IBroadcastListStore, EfBroadcastListStore>();
        services.TryAddScoped<IBroadcastScheduleRepository, EfBroadcastScheduleRepository>();
        services.TryAddScoped<IAudienceCounter, EfAudienceCounter>();
        services.TryAddScoped<IPermitSums, EfPermitSums>();
        services.TryAddScoped<IDeliveryLogRepository, EfDeliveryLogRepository>();
        services.TryAddScoped<IDeliveryQueue, EfDeliveryQueue>();
        services.TryAddScoped<IFinishedDeliveries, EfFinishedDeliveries>();
        services.TryAddScoped<IEventMappingRepository, EfEventMappingRepository>();
        services.TryAddScoped<IBroadcastRepository, EfBroadcastRepository>();
        services.TryAddScoped<IAudienceReader, EfAudienceReader>();
        services.TryAddScoped<IDeliveryStatisticsRepository, EfDeliveryStatisticsRepository>();
        services.TryAddScoped<ILeaseStore, EfLeaseStore>();
        services.TryAddScoped<IDeliveryRetentionStore, EfDeliveryRetentionStore>();
        services.TryAddScoped<IJobStateStore, EfJobStateStore>();
        services.TryAddScoped<IInbox, EfInbox>();
        services.TryAddScoped<IReceiptStore, EfReceiptStore>();
        services.TryAddScoped<IAuditTrail, EfAuditTrail>();
        services.TryAddScoped<ITenantLimits, EfTenantLimits>();
        services.TryAddScoped<IWakeUpChannel, NoWakeUpChannel>();
        services.TryAddScoped<IRateLedger, EfRateLedger>();
        services.TryAddScoped<IVolumeLedger, EfVolumeLedger>();
        services.TryAddScoped<INodeRegistry, EfNodeRegistry>();
        return services;
    }
}
