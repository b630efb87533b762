using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

/// <summary>The module's stores as a host on SQL Server has them, over a connection that only takes notes.</summary>
internal sealed class RecordedWorld : IAsyncDisposable
{
    public RecordedWorld()
    {
        Services = new ServiceCollection();
        Services.AddSingleton<IAmbientTenant>(Tenant);
        Services.AddLogging();
        Services.AddWeChatNotificationsSqlServer((_, options) => options.UseSqlServer(Connection, s => s.UseModuleMigrations()));
        Provider = Services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        using var scope = Provider.CreateScope();
        var model = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>().Model;
        RecordingReader.Names = [.. new SqlServerTable(model, typeof(DeliveryLog)).Columns.Select(c => c.Name.Trim('[', ']'))];
    }

    public RecordingConnection Connection { get; } = new();

    public TestTenant Tenant { get; } = new();

    public ServiceCollection Services { get; }

    public ServiceProvider Provider { get; }

    public AsyncServiceScope Scope() => Provider.CreateAsyncScope();

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
