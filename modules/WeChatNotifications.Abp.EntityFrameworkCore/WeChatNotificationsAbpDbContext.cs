using Microsoft.EntityFrameworkCore;
using Volo.Abp.Data;
using Volo.Abp.DependencyInjection;
using Volo.Abp.EntityFrameworkCore;

namespace WeChatNotifications.Abp.EntityFrameworkCore;

/// <summary>The module's own ABP context: for a database of the module's own, and for a host that has not replaced it.</summary>
[ConnectionStringName(WeChatNotificationsDbProperties.ConnectionStringName)]
[ExposeServices(typeof(WeChatNotificationsAbpDbContext), typeof(IWeChatNotificationsDbContext))]
public class WeChatNotificationsAbpDbContext(DbContextOptions<WeChatNotificationsAbpDbContext> options)
    : AbpDbContext<WeChatNotificationsAbpDbContext>(options), IWeChatNotificationsDbContext
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ConfigureWeChatNotifications();
    }
}
