using Microsoft.EntityFrameworkCore;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Host.Modules.Orders.Persistence;

/// <summary>The orders of the caller's tenant.</summary>
public sealed class OrdersDbContext(DbContextOptions<OrdersDbContext> options, IAmbientTenant tenant) : DbContext(options)
{
    public const string Schema = "orders";

    public DbSet<Order> Orders => Set<Order>();

    /// <summary>Keeps the record of this context's migrations in its own schema.</summary>
    public static void Configure(NpgsqlDbContextOptionsBuilder npgsql) => npgsql.MigrationsHistoryTable("__migrations", Schema);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Order>(order =>
        {
            order.ToTable("orders");
            order.Property(o => o.Id).ValueGeneratedNever();
            order.Property(o => o.Number).HasMaxLength(Order.NumberLength);
            order.Property(o => o.OpenId).HasMaxLength(Order.OpenIdLength);
            order.Property(o => o.Product).HasMaxLength(Order.ProductLength);
            order.Property(o => o.TrackingNo).HasMaxLength(Order.TrackingNoLength);
            order.Property(o => o.Amount).HasPrecision(12, 2);
            // Two payments at the same moment must not both raise the event.
            order.Property(o => o.Status).IsConcurrencyToken();
            order.HasIndex(o => new { o.TenantId, o.Number }).IsUnique();
            order.HasQueryFilter(o => o.TenantId == tenant.Id);
        });
    }
}
