using Volo.Abp.Authorization.Permissions;
using Volo.Abp.Localization;
using WeChatNotifications.Abp.Localization;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Abp.Permissions;

/// <summary>Defines every permission of <see cref="WeChatNotificationsPermissions"/> under its own name, each below the one that its name continues.</summary>
public sealed class WeChatNotificationsPermissionDefinitionProvider : PermissionDefinitionProvider
{
    /// <inheritdoc />
    public override void Define(IPermissionDefinitionContext context)
    {
        var group = context.AddGroup(WeChatNotificationsPermissions.GroupName, TextOf(WeChatNotificationsPermissions.GroupName));
        var defined = new List<PermissionDefinition>();
        foreach (var name in WeChatNotificationsPermissions.All)
        {
            var parent = defined.Find(d => name.StartsWith(d.Name + ".", StringComparison.Ordinal));
            var text = TextOf(name[(WeChatNotificationsPermissions.GroupName.Length + 1)..]);
            defined.Add(parent is null ? group.AddPermission(name, text) : parent.AddChild(name, text));
        }
    }

    private static LocalizableString TextOf(string permission) => LocalizableString.Create<WeChatNotificationsAbpResource>("Permission:" + permission);
}
