using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.EntityFrameworkCore.Modeling;

namespace WeChatNotifications.EntityFrameworkCore;

/// <summary>Brings the module's tables up to date.</summary>
public static class WeChatNotificationsMigrationExtensions
{
    /// <summary>
    /// Applies the module's migrations. Several nodes may do so at the same time: one works and the others wait. Hosts
    /// that may not change their schema at start apply the SQL of <c>dotnet ef migrations script</c> instead.
    /// </summary>
    public static async Task MigrateWeChatNotificationsAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var context = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>();
            if (scope.ServiceProvider.GetService<IMigrationGate>() is { } gate)
            {
                await gate.PassAsync(context, context.Database.MigrateAsync, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
