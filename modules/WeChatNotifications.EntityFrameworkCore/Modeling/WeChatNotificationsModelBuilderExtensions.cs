using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WeChatNotifications.EntityFrameworkCore.Modeling;

/// <summary>Puts the module's entities into a model.</summary>
public static class WeChatNotificationsModelBuilderExtensions
{
    /// <summary>Maps all entities of the module; also for a host that keeps the tables in its own DbContext.</summary>
    /// <param name="modelBuilder">The model.</param>
    /// <param name="providerName">The context's <c>Database.ProviderName</c>: index filters are written in its dialect.</param>
    public static ModelBuilder ConfigureWeChatNotifications(this ModelBuilder modelBuilder, string? providerName)
    {
        var dialect = IndexDialect.For(providerName);
        modelBuilder.ApplyConfiguration(new Credentials.AppCredentialConfiguration());
        modelBuilder.ApplyConfiguration(new Templates.MessageTemplateConfiguration());
        modelBuilder.ApplyConfiguration(new Permits.SubscriptionGrantConfiguration());
        modelBuilder.ApplyConfiguration(new Deliveries.DeliveryLogConfiguration(dialect));
        modelBuilder.ApplyConfiguration(new Deliveries.DeliveryAttemptConfiguration());
        modelBuilder.ApplyConfiguration(new Tokens.ModuleLeaseConfiguration());
        StoreMomentsInUtc(modelBuilder);
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
