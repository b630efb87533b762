using WeChatNotifications.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the module's health checks.</summary>
public static class WeChatNotificationsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds the checks <c>wechat-notifications-database</c> (unhealthy when the tables do not answer),
    /// <c>wechat-notifications-tokens</c> and <c>wechat-notifications-backlog</c> (degraded at worst), all tagged <c>ready</c>.
    /// </summary>
    public static IHealthChecksBuilder AddWeChatNotifications(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .AddCheck<DatabaseHealthCheck>("wechat-notifications-database", tags: ["ready"])
            .AddCheck<TokenHealthCheck>("wechat-notifications-tokens", tags: ["ready"])
            .AddCheck<BacklogHealthCheck>("wechat-notifications-backlog", tags: ["ready"]);
    }
}
