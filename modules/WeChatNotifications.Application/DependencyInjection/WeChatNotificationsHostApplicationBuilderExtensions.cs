using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications;
using WeChatNotifications.Events;

namespace Microsoft.Extensions.Hosting;

/// <summary>Puts the module into a host in one line.</summary>
public static class WeChatNotificationsHostApplicationBuilderExtensions
{
    /// <summary>The section of the host's configuration that holds the module's settings.</summary>
    public const string Section = "WeChatNotifications";

    /// <summary>
    /// As <see cref="WeChatNotificationsServiceCollectionExtensions.AddWeChatNotifications"/>, with the settings in the section
    /// <c>WeChatNotifications</c>: <c>builder.AddWeChatNotifications(o =&gt; o.On&lt;OrderPaid&gt;(e =&gt; …)).UsePostgreSql(…)</c>.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="events">Which notifications the host's domain events cause; modules may add theirs by <c>AddWeChatNotificationEvents</c>.</param>
    public static IWeChatNotificationsBuilder AddWeChatNotifications(this IHostApplicationBuilder builder, Action<NotificationEventMappings>? events = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Services.AddWeChatNotifications(builder.Configuration.GetSection(Section), events);
    }
}
