using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatNotifications.EntityFrameworkCore;

/// <summary>Brings the module's tables up to date.</summary>
public static class WeChatNotificationsMigrationExtensions
{
    /// <summary>
    /// Applies the module's migrations. Several nodes may do so at the same time: EF Core lets one work and the others wait. Hosts
    /// that may not change their schema at start apply the SQL of <c>dotnet ef migrations script</c> instead.
    /// </summary>
    public static async Task MigrateWeChatNotificationsAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            await scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>().Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
