using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Modeling;

/// <summary>Puts the module's entities into a model.</summary>
public static class WeChatNotificationsModelBuilderExtensions
{
    /// <summary>
    /// Maps all entities of the module; also for a host that keeps the tables in its own DbContext. Such a host must see to the
    /// separation of its tenants too: by <see cref="FilterWeChatNotificationsByTenant"/>, or by a filter of its own.
    /// </summary>
    /// <param name="modelBuilder">The model.</param>
    /// <param name="providerName">The context's <c>Database.ProviderName</c>: index filters are written in its dialect.</param>
    public static ModelBuilder ConfigureWeChatNotifications(this ModelBuilder modelBuilder, string? providerName)
    {
        var dialect = IndexDialect.For(providerName);
        modelBuilder.ApplyConfiguration(new Credentials.AppCredentialConfiguration());
        modelBuilder.ApplyConfiguration(new Templates.MessageTemplateConfiguration());
        modelBuilder.ApplyConfiguration(new Templates.RemoteTemplateConfiguration());
        modelBuilder.ApplyConfiguration(new Permits.SubscriptionGrantConfiguration());
        modelBuilder.ApplyConfiguration(new Permits.FormIdRecordConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Permits.FormIdUseConfiguration());
        modelBuilder.ApplyConfiguration(new Recipients.RecipientConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Recipients.FollowerImportConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Callbacks.InboxEntryConfiguration());
        modelBuilder.ApplyConfiguration(new Callbacks.PendingReceiptConfiguration());
        modelBuilder.ApplyConfiguration(new Deliveries.DeliveryLogConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Deliveries.DeliveryAttemptConfiguration());
        modelBuilder.ApplyConfiguration(new Broadcasts.BroadcastConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Broadcasts.BroadcastItemConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Broadcasts.BroadcastBadRowConfiguration());
        modelBuilder.ApplyConfiguration(new Broadcasts.BroadcastScheduleConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Statistics.DeliveryTallyConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Statistics.DeliveryStatisticConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Statistics.DeliveryPaceConfiguration());
        modelBuilder.ApplyConfiguration(new Events.EventMappingConfiguration());
        modelBuilder.ApplyConfiguration(new Tenancy.TenantSettingsConfiguration());
        modelBuilder.ApplyConfiguration(new Auditing.AuditEntryConfiguration());
        modelBuilder.ApplyConfiguration(new Tokens.ModuleLeaseConfiguration());
        modelBuilder.ApplyConfiguration(new Jobs.JobStateConfiguration());
        modelBuilder.ApplyConfiguration(new Deliveries.RateTurnsConfiguration());
        modelBuilder.ApplyConfiguration(new Tenancy.TenantVolumeConfiguration());
        modelBuilder.ApplyConfiguration(new Nodes.ModuleNodeConfiguration());
        StoreMomentsInUtc(modelBuilder);
        if (IndexDialect.IsSqlServer(providerName))
        {
            SqlServerModel.Adapt(modelBuilder);
        }

        return modelBuilder;
    }

    /// <summary>Lets every query of the context see the rows of its current tenant only. Call it after <see cref="ConfigureWeChatNotifications"/>.</summary>
    public static ModelBuilder FilterWeChatNotificationsByTenant<TContext>(this ModelBuilder modelBuilder, TContext context)
        where TContext : DbContext, ITenantFilteredDbContext
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).ToList())
        {
            // e => context.SeesAllTenants || e.TenantId == context.CurrentTenantId; EF Core puts the context that runs the query in
            // place of this one.
            var row = Expression.Parameter(entity.ClrType, "e");
            var asked = Expression.Constant(context, typeof(ITenantFilteredDbContext));
            entity.SetQueryFilter(WeChatNotificationsDbContext.TenantFilter, Expression.Lambda(
                Expression.OrElse(
                    Expression.Property(asked, nameof(ITenantFilteredDbContext.SeesAllTenants)),
                    Expression.Equal(
                        Expression.Property(row, nameof(ITenantOwned.TenantId)),
                        Expression.Property(asked, nameof(ITenantFilteredDbContext.CurrentTenantId)))),
                row));
        }

        return modelBuilder;
    }

    /// <summary>
    /// A moment may come with any offset, "midnight in Beijing" for one. PostgreSQL's provider refuses all but zero, and rows of one
    /// table shall not differ in it elsewhere either.
    /// </summary>
    private static void StoreMomentsInUtc(ModelBuilder modelBuilder)
    {
        var converter = new ValueConverter<DateTimeOffset, DateTimeOffset>(moment => moment.ToUniversalTime(), stored => stored);
        var moments = modelBuilder.Model.GetEntityTypes()
            .Where(entity => entity.ClrType.Assembly == typeof(Entity).Assembly)
            .SelectMany(entity => entity.GetProperties())
            .Where(property => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTimeOffset));
        foreach (var moment in moments)
        {
            moment.SetValueConverter(converter);
        }
    }
}
