using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.Authorization.Permissions;
using Volo.Abp.UI.Navigation;
using WeChatNotifications.Dashboard;
using WeChatNotifications.Dashboard.Texts;

namespace WeChatNotifications.Abp.Dashboard;

/// <summary>Puts the dashboard's pages into ABP's main menu; ABP shows those that the user may open.</summary>
/// <param name="path">Where the dashboard is.</param>
internal sealed class WeChatNotificationsMenuContributor(string path) : IMenuContributor
{
    public Task ConfigureMenuAsync(MenuConfigurationContext context)
    {
        if (context.Menu.Name != StandardMenus.Main)
        {
            return Task.CompletedTask;
        }

        var texts = context.ServiceProvider.GetRequiredService<DashboardTexts>();
        var features = context.ServiceProvider.GetRequiredService<DashboardFeatures>();
        var group = new ApplicationMenuItem("WeChatNotifications", texts["Product"], icon: "bi bi-wechat");
        foreach (var item in DashboardNavigation.Items.Where(i => i.Exists(features)))
        {
            var url = path + item.Folder.TrimEnd('/').ToLowerInvariant();
            group.AddItem(new ApplicationMenuItem($"WeChatNotifications.{item.Name}", texts["Nav." + item.Name], "~" + url)
                .RequirePermissions(requiresAll: false, batchCheck: false, [.. item.Permissions]));
        }

        context.Menu.AddItem(group);
        return Task.CompletedTask;
    }
}
