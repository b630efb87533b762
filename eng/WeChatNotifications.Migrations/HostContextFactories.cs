using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WeChatNotifications.Host.Modules.Identity.Persistence;
using WeChatNotifications.Host.Modules.Orders.Persistence;

namespace WeChatNotifications.Migrations;

/// <summary>The sample host's users and keys, for <c>dotnet ef --context IdentityDbContext --project host/WeChatNotifications.Host</c>.</summary>
internal sealed class IdentityContextFactory : IDesignTimeDbContextFactory<IdentityDbContext>
{
    public IdentityDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<IdentityDbContext>().UseNpgsql("Host=design-time", IdentityDbContext.Configure).Options);
}

/// <summary>The sample host's orders.</summary>
internal sealed class OrdersContextFactory : IDesignTimeDbContextFactory<OrdersDbContext>
{
    public OrdersDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<OrdersDbContext>().UseNpgsql("Host=design-time", OrdersDbContext.Configure).Options, new NoTenant());
}
