using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Volo.Abp.Data;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.EntityFrameworkCore;

/// <summary>Puts the module's entities into the model of an ABP context.</summary>
public static class WeChatNotificationsAbpModelBuilderExtensions
{
    /// <summary>
    /// Maps all entities of the module, with prefix and schema of <see cref="WeChatNotificationsDbProperties"/>, and filters them by
    /// ICurrentTenant and IDataFilter&lt;IMultiTenant&gt;. To be called after <c>base.OnModelCreating</c>, which notes the database's
    /// provider, in a context that implements <see cref="IWeChatNotificationsDbContext"/>.
    /// </summary>
    public static ModelBuilder ConfigureWeChatNotifications(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ConfigureWeChatNotifications(modelBuilder.GetDatabaseProvider() == EfCoreDatabaseProvider.SqlServer ? "SqlServer" : null);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => IsOurs(e.ClrType)).ToList())
        {
            entity.SetQueryFilter(WeChatNotificationsDbContext.TenantFilter, TenantFilterOf(entity.ClrType));
        }

        return modelBuilder;
    }

    private static bool IsOurs(Type entity) => entity.Assembly == typeof(Entity).Assembly && typeof(ITenantOwned).IsAssignableFrom(entity);

    /// <summary>
    /// The entities know nothing of ABP, so ABP does not filter them. EF Core puts the context that runs the query in the place of
    /// anything that its context could be; hence the null, whose type is all that counts.
    /// </summary>
    private static LambdaExpression TenantFilterOf(Type entity)
    {
        Expression<Func<IWeChatNotificationsDbContext, Guid?, bool>> isVisible =
            (context, owner) => !context.DataFilter.IsEnabled<IMultiTenant>() || owner == context.CurrentTenant.Id;
        var row = Expression.Parameter(entity, "e");
        var body = new Replace(
            (isVisible.Parameters[0], Expression.Constant(null, typeof(IWeChatNotificationsDbContext))),
            (isVisible.Parameters[1], Expression.Property(row, nameof(ITenantOwned.TenantId)))).Visit(isVisible.Body);
        return Expression.Lambda(body, row);
    }

    private sealed class Replace(params (ParameterExpression Parameter, Expression By)[] pairs) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node)
            => Array.Find(pairs, p => p.Parameter == node).By ?? base.VisitParameter(node);
    }
}
