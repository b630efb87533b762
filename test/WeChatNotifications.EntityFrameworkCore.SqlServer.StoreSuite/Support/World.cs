using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Broadcasts;
using WeChatNotifications.EntityFrameworkCore.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Permits;
using WeChatNotifications.EntityFrameworkCore.Recipients;
using WeChatNotifications.EntityFrameworkCore.SqlServer;
using WeChatNotifications.EntityFrameworkCore.Statistics;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Statistics;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Support;

/// <summary>Which of the two ways of writing many rows is meant.</summary>
public enum QueueKind
{
    /// <summary>The reference.</summary>
    Linq,

    /// <summary>The one with the database's own SQL; these tests are PostgreSQL's, and so is its name.</summary>
    PostgreSql,
}

/// <summary>The stores over a database of their own on a SQL Server.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private World(SqlServerDatabase database, QueueKind kind)
    {
        Database = database;
        var services = new ServiceCollection();
        services.AddSingleton<IAmbientTenant>(Tenant);
        services.AddWeChatNotificationsSqlServer(database.ConnectionString);
        if (kind == QueueKind.Linq)
        {
            services.Replace(ServiceDescriptor.Scoped<IDeliveryQueue, EfDeliveryQueue>());
            services.Replace(ServiceDescriptor.Scoped<IFormIdStore, EfFormIdStore>());
            services.Replace(ServiceDescriptor.Scoped<IDeliveryStatisticsRepository, EfDeliveryStatisticsRepository>());
            services.Replace(ServiceDescriptor.Scoped<IRecipientRepository, EfRecipientRepository>());
            services.Replace(ServiceDescriptor.Scoped<IBroadcastListStore, EfBroadcastListStore>());
        }

        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public SqlServerDatabase Database { get; }

    public TestTenant Tenant { get; } = new();

    public static async Task<World> CreateAsync(QueueKind kind = QueueKind.PostgreSql) => new(await SqlServerDatabase.CreateAsync(), kind);

    public AsyncServiceScope Scope() => _services.CreateAsyncScope();

    /// <summary>Uses a service in a scope of its own, as every request and every turn of the engine does.</summary>
    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = Scope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc cref="UseAsync{TService, TResult}"/>
    public Task UseAsync<TService>(Func<TService, Task> use)
        where TService : notnull
        => UseAsync<TService, bool>(async service =>
        {
            await use(service);
            return true;
        });

    /// <summary>Everything of one kind, whoever owns it, in the order of the ids.</summary>
    public async Task<IReadOnlyList<TEntity>> AllAsync<TEntity>()
        where TEntity : Entity
        => await UseAsync<WeChatNotificationsDbContext, IReadOnlyList<TEntity>>(
            async c => await c.Set<TEntity>().IgnoreQueryFilters().AsNoTracking().OrderBy(e => e.Id).ToListAsync());

    public async Task<DeliveryLog> RowAsync(Guid id) => (await AllAsync<DeliveryLog>()).Single(d => d.Id == id);

    public Task AddAsync(params object[] entities) => UseAsync<WeChatNotificationsDbContext>(async c =>
    {
        c.AddRange(entities);
        await c.SaveChangesAsync();
    });

    public async Task<AppCredential> AddAppAsync(Guid? tenant, UnconfirmedPolicy policy = UnconfirmedPolicy.Retry, bool isEnabled = true)
    {
        var app = Given.App(tenant, policy: policy, isEnabled: isEnabled);
        await AddAsync(app);
        return app;
    }

    /// <summary>Opens a ledger with some accepts in it.</summary>
    public async Task AddGrantAsync(AppCredential app, string openId, int remaining, bool isLongTerm = false)
    {
        var grant = SubscriptionGrant.Open(app.TenantId, app.Id, openId, "tmpl-1", isLongTerm, Given.Now.AddDays(-1));
        if (remaining > 0 || isLongTerm)
        {
            grant.Record(GrantDecision.Accepted, Math.Clamp(remaining, 1, SubscriptionGrantLimits.MaxAcceptsPerReport), Given.Now.AddDays(-1));
        }

        await AddAsync(grant);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
