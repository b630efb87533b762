using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WeChatNotifications.Dashboard;
using WeChatNotifications.Dashboard.Layouts;
using WeChatNotifications.Dashboard.Mapping;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Texts;
using WeChatNotifications.Dashboard.Views;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the module's dashboard.</summary>
public static class WeChatNotificationsDashboardServiceCollectionExtensions
{
    /// <summary>Adds the pages, and the policies of the module's permissions that the host does not define itself. The host's authentication says who comes.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the defaults.</param>
    public static IServiceCollection AddWeChatNotificationsDashboard(this IServiceCollection services, Action<WeChatNotificationsDashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddWeChatNotificationsHttpApi();
        return services.AddDashboardPages(configure);
    }

    /// <summary>Only the pages: for a host that has its own policies and API.</summary>
    internal static IServiceCollection AddDashboardPages(this IServiceCollection services, Action<WeChatNotificationsDashboardOptions>? configure = null)
    {
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(d => d.ServiceType == typeof(DashboardRoutes)))
        {
            return services;
        }

        services.AddRazorPages().AddApplicationPart(typeof(DashboardPage).Assembly);
        services.AddHttpContextAccessor();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DashboardRoutes>();
        services.AddSingleton<IActionDescriptorChangeProvider>(p => p.GetRequiredService<DashboardRoutes>());
        services.AddSingleton<DashboardAssets>();
        services.AddSingleton<DashboardTexts>();
        services.AddSingleton<DashboardFeatures>();
        services.AddScoped<DashboardPermissions>();
        services.AddScoped<DashboardMenu>();
        services.AddScoped<DashboardView>();
        services.TryAddSingleton<IDashboardLayout, ConfiguredLayout>();
        services.AddSingleton<IConfigureOptions<RazorPagesOptions>, ConfigurePages>();
        return services;
    }

    private sealed class ConfigurePages(DashboardRoutes routes) : IConfigureOptions<RazorPagesOptions>
    {
        public void Configure(RazorPagesOptions options)
        {
            options.Conventions.Add(routes);
            options.Conventions.AuthorizeAreaFolder(DashboardRoutes.Area, "/");
        }
    }
}
