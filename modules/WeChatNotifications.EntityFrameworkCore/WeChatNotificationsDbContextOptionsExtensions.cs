using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore;

/// <summary>Ties a DbContext of the host to the module.</summary>
public static class WeChatNotificationsDbContextOptionsExtensions
{
    /// <summary>
    /// Notifications sent in a transaction of this context, and events of its saved entities, become part of that transaction.
    /// The context must use the database that holds the module's tables.
    /// </summary>
    /// <example><code>services.AddDbContext&lt;OrdersDbContext&gt;((provider, options) => options.UseNpgsql(connection).UseWeChatNotifications(provider));</code></example>
    /// <param name="options">The context's options.</param>
    /// <param name="serviceProvider">The provider of the scope in which the context lives.</param>
    public static DbContextOptionsBuilder UseWeChatNotifications(this DbContextOptionsBuilder options, IServiceProvider serviceProvider)
        => options.AddInterceptors(ActivatorUtilities.CreateInstance<NotificationEventsInterceptor>(serviceProvider));
}
