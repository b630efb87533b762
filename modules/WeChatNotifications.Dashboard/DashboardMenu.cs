using WeChatNotifications.Dashboard.Security;

namespace WeChatNotifications.Dashboard;

/// <summary>The menu as the user of the present request sees it.</summary>
public sealed class DashboardMenu(DashboardPermissions permissions, DashboardFeatures features)
{
    /// <summary>The entries that the user may open, in their order.</summary>
    public async Task<IReadOnlyList<DashboardNavigationItem>> ListAsync()
    {
        var items = new List<DashboardNavigationItem>();
        foreach (var item in DashboardNavigation.Items)
        {
            if (item.Exists(features) && await permissions.HasAnyAsync(item.Permissions).ConfigureAwait(false))
            {
                items.Add(item);
            }
        }

        return items;
    }
}
