using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Deliveries;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Permits;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Recipients;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Statistics;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer;

/// <summary>Keeps the module's data in SQL Server 2017 or later, or in Azure SQL; at compatibility level 140 or higher.</summary>
public static class WeChatNotificationsSqlServerServices
{
    /// <summary>Name of the table in which EF Core notes the module's migrations; a host's own migrations stay apart.</summary>
    public const string MigrationsTable = "__WeChatNotificationsMigrations";

    /// <summary>Registers the stores over SQL Server.</summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">The database that shall hold the module's tables; the host's own, if they shall share transactions.</param>
    public static IServiceCollection AddWeChatNotificationsSqlServer(this IServiceCollection services, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return services.AddStores((_, options) => options.UseSqlServer(connectionString, UseModuleMigrations), ServiceLifetime.Singleton);
    }

    /// <summary>Keeps the module's data in a SQL Server database.</summary>
    /// <param name="builder">What <c>AddWeChatNotifications</c> returned.</param>
    /// <param name="connectionString">The database that shall hold the module's tables; the host's own, if they shall share transactions.</param>
    public static IWeChatNotificationsBuilder UseSqlServer(this IWeChatNotificationsBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddWeChatNotificationsSqlServer(connectionString);
        return builder;
    }

    /// <summary>Keeps the module's data in a SQL Server database whose address is known only when the host has started.</summary>
    /// <param name="builder">What <c>AddWeChatNotifications</c> returned.</param>
    /// <param name="connectionString">Asked for each new context; must be quick.</param>
    public static IWeChatNotificationsBuilder UseSqlServer(this IWeChatNotificationsBuilder builder, Func<IServiceProvider, string> connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddWeChatNotificationsSqlServer((provider, options) => options.UseSqlServer(connectionString(provider), UseModuleMigrations));
        return builder;
    }

    /// <summary>Registers the stores over SQL Server, with full control over the context's options. Call <see cref="UseModuleMigrations"/> in them.</summary>
    public static IServiceCollection AddWeChatNotificationsSqlServer(
        this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configureContext)
        => services.AddStores(configureContext, ServiceLifetime.Scoped);

    /// <summary>Replaces the LINQ of the queue, of form ids, of statistics, of recipients and of broadcasts' lists by SQL Server's own SQL, whatever DbContext holds the module's tables.</summary>
    public static IServiceCollection AddWeChatNotificationsSqlServerQueue(this IServiceCollection services)
        => services
            .Replace(ServiceDescriptor.Scoped<IDeliveryQueue, SqlServerDeliveryQueue>())
            .Replace(ServiceDescriptor.Scoped<IFormIdStore, SqlServerFormIdStore>())
            .Replace(ServiceDescriptor.Scoped<IDeliveryStatisticsRepository, SqlServerDeliveryStatisticsRepository>())
            .Replace(ServiceDescriptor.Scoped<IRecipientRepository, SqlServerRecipientRepository>())
            .Replace(ServiceDescriptor.Scoped<IBroadcastListStore, SqlServerBroadcastListStore>());

    /// <summary>Points EF Core to the module's migrations for SQL Server.</summary>
    public static void UseModuleMigrations(this SqlServerDbContextOptionsBuilder sqlServer)
        => sqlServer
            .MigrationsAssembly(typeof(WeChatNotificationsSqlServerServices).Assembly.GetName().Name)
            .MigrationsHistoryTable(MigrationsTable, WeChatNotificationsDbProperties.DbSchema);

    private static IServiceCollection AddStores(
        this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configureContext, ServiceLifetime optionsLifetime)
    {
        services.AddWeChatNotificationsEntityFrameworkCore(configureContext, optionsLifetime);
        services.TryAddSingleton<IMigrationGate, ApplicationLockMigrationGate>();
        return services.AddWeChatNotificationsSqlServerQueue();
    }
}
