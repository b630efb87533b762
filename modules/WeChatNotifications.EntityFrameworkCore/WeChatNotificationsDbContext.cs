using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore;

/// <summary>The module's tables. Every query on a tenant's entity is filtered by the ambient tenant.</summary>
public class WeChatNotificationsDbContext(DbContextOptions<WeChatNotificationsDbContext> options, IAmbientTenant tenant)
    : DbContext(options), ITenantFilteredDbContext
{
    /// <summary>Name of the query filter, for <c>IgnoreQueryFilters</c>.</summary>
    public const string TenantFilter = "WeChatNotifications.Tenant";

    /// <inheritdoc />
    public Guid? CurrentTenantId => tenant.Id;

    /// <inheritdoc />
    public bool SeesAllTenants => !tenant.IsFilterEnabled;

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ConfigureWeChatNotifications(Database.ProviderName);
        modelBuilder.FilterWeChatNotificationsByTenant(this);
    }
}
