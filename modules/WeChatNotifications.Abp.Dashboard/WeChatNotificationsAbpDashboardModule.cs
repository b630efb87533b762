using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Volo.Abp.AspNetCore.Mvc;
using Volo.Abp.AspNetCore.Mvc.UI;
using Volo.Abp.Modularity;
using Volo.Abp.UI.Navigation;
using WeChatNotifications.Dashboard;
using WeChatNotifications.Dashboard.Layouts;

namespace WeChatNotifications.Abp.Dashboard;

/// <summary>
/// The dashboard in an ABP host: <c>[DependsOn(typeof(WeChatNotificationsAbpDashboardModule))]</c> and nothing more. Its pages lie below
/// <see cref="WeChatNotificationsAbpDashboardOptions.Path"/>, inside the layout of the current theme; its entries stand in ABP's main menu.
/// </summary>
[DependsOn(typeof(WeChatNotificationsAbpModule), typeof(AbpAspNetCoreMvcUiModule))]
public sealed class WeChatNotificationsAbpDashboardModule : AbpModule
{
    /// <inheritdoc />
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        var options = context.Services.ExecutePreConfiguredActions(new WeChatNotificationsAbpDashboardOptions());
        context.Services.Replace(ServiceDescriptor.Singleton<IDashboardLayout, ThemeLayout>());
        context.Services.AddDashboardPages(options.Configure);
        foreach (var page in typeof(DashboardPage).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(DashboardPage)) && !t.IsAbstract))
        {
            // ABP takes page models out of the container.
            context.Services.AddTransient(page);
        }

        // Who changed what stands in ABP's audit log, and on its pages.
        Configure<WeChatNotificationsDashboardOptions>(o => o.ShowsAudit = false);
        Configure<AbpNavigationOptions>(o => o.MenuContributors.Add(new WeChatNotificationsMenuContributor(options.Path)));
        Configure<AbpEndpointRouterOptions>(o => o.EndpointConfigureActions.Add(c => c.Endpoints.MapWeChatNotificationsDashboard(options.Path)));
    }
}
