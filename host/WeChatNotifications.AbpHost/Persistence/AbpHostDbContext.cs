using Microsoft.EntityFrameworkCore;
using Volo.Abp.Data;
using Volo.Abp.DependencyInjection;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.EntityFrameworkCore.DistributedEvents;
using Volo.Abp.EntityFrameworkCore.Modeling;
using WeChatNotifications.Abp.EntityFrameworkCore;
using WeChatNotifications.AbpHost.Modules.Orders;

namespace WeChatNotifications.AbpHost.Persistence;

/// <summary>The host's one context: its orders, the module's tables, and the events that wait to leave.</summary>
[ConnectionStringName("Default")]
[ReplaceDbContext(typeof(IWeChatNotificationsDbContext))]
public class AbpHostDbContext(DbContextOptions<AbpHostDbContext> options)
    : AbpDbContext<AbpHostDbContext>(options), IWeChatNotificationsDbContext, IHasEventOutbox
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OutgoingEventRecord> OutgoingEvents { get; set; } = null!;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ConfigureWeChatNotifications();
        modelBuilder.ConfigureEventOutbox();
        modelBuilder.Entity<Order>(order =>
        {
            order.ToTable("AppOrders");
            order.ConfigureByConvention();
            order.Property(o => o.Number).HasMaxLength(Order.NumberLength);
            order.Property(o => o.OpenId).HasMaxLength(Order.OpenIdLength);
            order.Property(o => o.Product).HasMaxLength(Order.ProductLength);
            order.Property(o => o.Amount).HasPrecision(12, 2);
            order.HasIndex(o => new { o.TenantId, o.Number }).IsUnique();
        });
    }
}
