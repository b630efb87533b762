using Microsoft.EntityFrameworkCore;

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
        return modelBuilder;
    }
}
