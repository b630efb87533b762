using Names = WeChatNotifications.Permissions.WeChatNotificationsPermissions;

namespace WeChatNotifications.Permissions;

/// <summary>
/// The module's permissions in the order and under the headings in which people grant them. Everything else that lists permissions (policies,
/// ABP's definitions, the API) reads this.
/// </summary>
public static class WeChatNotificationsPermissionTree
{
    private const string TextPrefix = "Permission:";

    /// <summary>All groups.</summary>
    public static IReadOnlyList<PermissionGroup> Groups { get; } =
    [
        new(Names.GroupName, TextPrefix + Names.GroupName,
        [
            OfTenants(Names.Credentials.Default, Names.Credentials.Manage, Names.Credentials.Test),
            OfTenants(Names.Templates.Default, Names.Templates.Manage),
            OfTenants(Names.Grants.Default, Names.Grants.Report),
            OfTenants(Names.FormIds.Default, Names.FormIds.Report),
            OfTenants(Names.Recipients.Default, Names.Recipients.Manage, Names.Recipients.Import),
            OfTenants(Names.Notifications.Send),
            OfTenants(Names.Deliveries.Default, Names.Deliveries.Manage),
            OfTenants(Names.Broadcasts.Default, Names.Broadcasts.Manage, Names.Broadcasts.Send),
            OfTenants(Names.Events.Default, Names.Events.Manage),
            OfTenants(Names.Statistics.Default),
            OfTenants(Names.Audit.Default),
            OfHost(Names.Jobs.Default, Names.Jobs.Run),
            OfHost(Names.Nodes.Default),
            OfHost(Names.Tenants.Default, Names.Tenants.Manage),
        ]),
    ];

    /// <summary>All permissions, parents before children.</summary>
    public static IReadOnlyList<PermissionNode> All { get; } = [.. Groups.SelectMany(g => g.Permissions).SelectMany(p => p.WithChildren())];

    /// <summary>Names of the permissions that callers of a tenant can hold.</summary>
    public static IReadOnlyList<string> TenantSide { get; } = [.. All.Where(p => !p.IsHostSide).Select(p => p.Name)];

    private static PermissionNode OfTenants(string name, params ReadOnlySpan<string> children) => Node(isHostSide: false, name, children);

    private static PermissionNode OfHost(string name, params ReadOnlySpan<string> children) => Node(isHostSide: true, name, children);

    private static PermissionNode Node(bool isHostSide, string name, ReadOnlySpan<string> children)
    {
        var below = new List<PermissionNode>(children.Length);
        foreach (var child in children)
        {
            below.Add(Node(isHostSide, child, []));
        }

        return new(name, TextPrefix + name[(Names.GroupName.Length + 1)..], isHostSide, below);
    }
}
