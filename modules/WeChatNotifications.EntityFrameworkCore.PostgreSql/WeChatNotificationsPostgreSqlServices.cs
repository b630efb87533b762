using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Permits;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Recipients;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Statistics;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql;

/// <summary>Keeps the module's data in PostgreSQL 15 or later.</summary>
public static class WeChatNotificationsPostgreSqlServices
{
    /// <summary>Name of the table in which EF Core notes the module's migrations; a host's own migrations stay apart.</summary>
    public const string MigrationsTable = "__WeChatNotificationsMigrations";

    /// <summary>Registers the stores over PostgreSQL.</summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">The database that shall hold the module's tables; the host's own, if they shall share transactions.</param>
    public static IServiceCollection AddWeChatNotificationsPostgreSql(this IServiceCollection services, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return services.AddStores((_, options) => options.UseNpgsql(connectionString, UseModuleMigrations), ServiceLifetime.Singleton);
    }

    /// <summary>Keeps the module's data in a PostgreSQL database.</summary>
    /// <param name="builder">What <c>AddWeChatNotifications</c> returned.</param>
    /// <param name="connectionString">The database that shall hold the module's tables; the host's own, if they shall share transactions.</param>
    public static IWeChatNotificationsBuilder UsePostgreSql(this IWeChatNotificationsBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddWeChatNotificationsPostgreSql(connectionString);
        return builder;
    }

    /// <summary>Keeps the module's data in a PostgreSQL database whose address is known only when the host has started.</summary>
    /// <param name="builder">What <c>AddWeChatNotifications</c> returned.</param>
    /// <param name="connectionString">Asked for each new context; must be quick.</param>
    public static IWeChatNotificationsBuilder UsePostgreSql(this IWeChatNotificationsBuilder builder, Func<IServiceProvider, string> connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddWeChatNotificationsPostgreSql((provider, options) => options.UseNpgsql(connectionString(provider), UseModuleMigrations));
        return builder;
    }

    /// <summary>Registers the stores over PostgreSQL, with full control over the context's options. Call <see cref="UseModuleMigrations"/> in them.</summary>
    public static IServiceCollection AddWeChatNotificationsPostgreSql(
        this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configureContext)
        => services.AddStores(configureContext, ServiceLifetime.Scoped);

    /// <summary>Replaces the LINQ of the queue, of rates, of form ids, of statistics, of recipients and of broadcasts' lists by PostgreSQL's own SQL, whatever DbContext holds the module's tables.</summary>
    public static IServiceCollection AddWeChatNotificationsPostgreSqlQueue(this IServiceCollection services)
        => services
            .Replace(ServiceDescriptor.Scoped<IDeliveryQueue, PostgreSqlDeliveryQueue>())
            .Replace(ServiceDescriptor.Scoped<IWakeUpChannel, PostgreSqlWakeUpChannel>())
            .Replace(ServiceDescriptor.Scoped<IRateLedger, PostgreSqlRateLedger>())
            .Replace(ServiceDescriptor.Scoped<IFormIdStore, PostgreSqlFormIdStore>())
            .Replace(ServiceDescriptor.Scoped<IDeliveryStatisticsRepository, PostgreSqlDeliveryStatisticsRepository>())
            .Replace(ServiceDescriptor.Scoped<IRecipientRepository, PostgreSqlRecipientRepository>())
            .Replace(ServiceDescriptor.Scoped<IBroadcastListStore, PostgreSqlBroadcastListStore>());

    /// <summary>Points EF Core to the module's migrations for PostgreSQL.</summary>
    public static void UseModuleMigrations(this NpgsqlDbContextOptionsBuilder npgsql)
        => npgsql
            .MigrationsAssembly(typeof(WeChatNotificationsPostgreSqlServices).Assembly.GetName().Name)
            .MigrationsHistoryTable(MigrationsTable, WeChatNotificationsDbProperties.DbSchema);

    private static IServiceCollection AddStores(
        this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configureContext, ServiceLifetime optionsLifetime)
    {
        services.AddWeChatNotificationsEntityFrameworkCore(configureContext, optionsLifetime);
        services.TryAddSingleton<IMigrationGate, AdvisoryLockMigrationGate>();
        return services.AddWeChatNotificationsPostgreSqlQueue();
    }
}
