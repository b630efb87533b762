using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore;

/// <summary>The module's tables. Every query on a tenant's entity is filtered by the ambient tenant.</summary>
public class WeChatNotificationsDbContext(DbContextOptions<WeChatNotificationsDbContext> options, IAmbientTenant tenant) : DbContext(options)
{
    /// <summary>Name of the query filter, for <c>IgnoreQueryFilters</c>.</summary>
    public const string TenantFilter = "WeChatNotifications.Tenant";

    private Guid? CurrentTenantId => tenant.Id;

    private bool SeesAllTenants => !tenant.IsFilterEnabled;

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ConfigureWeChatNotifications(Database.ProviderName);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).ToList())
        {
            entity.SetQueryFilter(TenantFilter, TenantFilterOf(entity.ClrType));
        }
    }

    private LambdaExpression TenantFilterOf(Type entity)
    {
        // e => SeesAllTenants || e.TenantId == CurrentTenantId; EF Core reads both from the context that runs the query.
        var row = Expression.Parameter(entity, "e");
        var context = Expression.Constant(this);
        return Expression.Lambda(
            Expression.OrElse(
                Expression.Property(context, nameof(SeesAllTenants)),
                Expression.Equal(
                    Expression.Property(row, nameof(ITenantOwned.TenantId)),
                    Expression.Property(context, nameof(CurrentTenantId)))),
            row);
    }
}
