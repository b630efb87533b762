using Volo.Abp.Authorization.Permissions;
using Volo.Abp.Localization;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.Abp.Localization;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Abp.Permissions;

/// <summary>Defines every permission of <see cref="WeChatNotificationsPermissionTree"/> under its own name and in its place; the host-side ones for the host only.</summary>
public sealed class WeChatNotificationsPermissionDefinitionProvider : PermissionDefinitionProvider
{
    /// <inheritdoc />
    public override void Define(IPermissionDefinitionContext context)
    {
        foreach (var group in WeChatNotificationsPermissionTree.Groups)
        {
            var defined = context.AddGroup(group.Name, TextOf(group.DisplayNameKey));
            foreach (var permission in group.Permissions)
            {
                AddChildren(defined.AddPermission(permission.Name, TextOf(permission.DisplayNameKey), SideOf(permission)), permission);
            }
        }
    }

    private static void AddChildren(PermissionDefinition parent, PermissionNode permission)
    {
        foreach (var child in permission.Children)
        {
            AddChildren(parent.AddChild(child.Name, TextOf(child.DisplayNameKey), SideOf(child)), child);
        }
    }

    private static MultiTenancySides SideOf(PermissionNode permission) => permission.IsHostSide ? MultiTenancySides.Host : MultiTenancySides.Both;

    private static LocalizableString TextOf(string key) => LocalizableString.Create<WeChatNotificationsAbpResource>(key);
}
