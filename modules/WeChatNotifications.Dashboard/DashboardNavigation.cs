using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard;

/// <summary>The pages that the menu leads to, in their order.</summary>
public static class DashboardNavigation
{
    /// <summary>All of them; who may not open one does not see it.</summary>
    public static IReadOnlyList<DashboardNavigationItem> Items { get; } =
    [
        new("Overview", "/Index", "speedometer2", WeChatNotificationsPermissions.Statistics.Default),
        new("Apps", "/Apps/Index", "key", WeChatNotificationsPermissions.Credentials.Default),
        new("Templates", "/Templates/Index", "file-earmark-text", WeChatNotificationsPermissions.Templates.Default),
        new("Deliveries", "/Deliveries/Index", "send", WeChatNotificationsPermissions.Deliveries.Default),
        new("Broadcasts", "/Broadcasts/Index", "megaphone", WeChatNotificationsPermissions.Broadcasts.Default),
        new("Permits", "/Permits/Index", "ticket-perforated", WeChatNotificationsPermissions.Grants.Default, WeChatNotificationsPermissions.FormIds.Default),
        new("Recipients", "/Recipients/Index", "people", WeChatNotificationsPermissions.Recipients.Default),
        new("Events", "/Events/Index", "lightning", WeChatNotificationsPermissions.Events.Default),
        new("Limits", "/Limits/Index", "sliders", WeChatNotificationsPermissions.Deliveries.Default, WeChatNotificationsPermissions.Tenants.Default),
        new("Nodes", "/Nodes/Index", "hdd-network", WeChatNotificationsPermissions.Nodes.Default),
        new("Jobs", "/Jobs/Index", "gear", WeChatNotificationsPermissions.Jobs.Default),
        new("Audit", "/Audit/Index", "shield-check", WeChatNotificationsPermissions.Audit.Default) { Exists = static features => features.HasAudit },
    ];
}

/// <summary>One entry of the menu.</summary>
/// <param name="Name">Its name; its text is under the key <c>Nav.{Name}</c>.</param>
/// <param name="Page">The Razor page inside the dashboard's area.</param>
/// <param name="Icon">Its icon of bootstrap-icons.</param>
/// <param name="Permissions">One of these opens it.</param>
public sealed record DashboardNavigationItem(string Name, string Page, string Icon, params IReadOnlyList<string> Permissions)
{
    /// <summary>Whether this host has what it leads to.</summary>
    public Func<DashboardFeatures, bool> Exists { get; init; } = static _ => true;

    /// <summary>The folder of its pages; all of them light up this entry.</summary>
    public string Folder => Page[..(Page.LastIndexOf('/') + 1)];
}
