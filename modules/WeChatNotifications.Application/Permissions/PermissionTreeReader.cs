using WeChatNotifications.Localization;

namespace WeChatNotifications.Permissions;

/// <summary>Tells a caller the tree of permissions in their language, and which of them they hold.</summary>
public static class PermissionTreeReader
{
    /// <summary>Reads it.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="isGranted">Whether the caller holds a permission.</param>
    public static async Task<IReadOnlyList<PermissionGroupDto>> ReadAsync(IModuleTexts texts, Func<string, Task<bool>> isGranted)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(isGranted);
        var groups = new List<PermissionGroupDto>(WeChatNotificationsPermissionTree.Groups.Count);
        foreach (var group in WeChatNotificationsPermissionTree.Groups)
        {
            groups.Add(new(group.Name, texts.Get(group.DisplayNameKey), await ReadAsync(group.Permissions, texts, isGranted).ConfigureAwait(false)));
        }

        return groups;
    }

    private static async Task<IReadOnlyList<PermissionDto>> ReadAsync(IReadOnlyList<PermissionNode> nodes, IModuleTexts texts, Func<string, Task<bool>> isGranted)
    {
        var permissions = new List<PermissionDto>(nodes.Count);
        foreach (var node in nodes)
        {
            permissions.Add(new(
                node.Name, texts.Get(node.DisplayNameKey), await isGranted(node.Name).ConfigureAwait(false), node.IsHostSide,
                await ReadAsync(node.Children, texts, isGranted).ConfigureAwait(false)));
        }

        return permissions;
    }
}
