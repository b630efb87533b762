using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Credentials;
using WeChatNotifications.EntityFrameworkCore.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Permits;
using WeChatNotifications.EntityFrameworkCore.Templates;
using WeChatNotifications.EntityFrameworkCore.Tokens;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
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
    public static IServiceCollection AddWeChatNotificationsEntityFrameworkCore(
        this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configureContext)
    {
        services.AddDbContext<WeChatNotificationsDbContext>(configureContext);
        services.TryAddScoped<IWeChatNotificationsDbContextProvider, ScopedDbContextProvider>();
        services.TryAddScoped<ICallerTransaction, CallerTransaction>();
        services.TryAddScoped<IAppCredentialRepository, EfAppCredentialRepository>();
        services.TryAddScoped<IMessageTemplateRepository, EfMessageTemplateRepository>();
        services.TryAddScoped<ISubscriptionGrantRepository, EfSubscriptionGrantRepository>();
        services.TryAddScoped<IDeliveryLogRepository, EfDeliveryLogRepository>();
        services.TryAddScoped<IDeliveryQueue, EfDeliveryQueue>();
        services.TryAddScoped<ILeaseStore, EfLeaseStore>();
        return services;
    }
}
