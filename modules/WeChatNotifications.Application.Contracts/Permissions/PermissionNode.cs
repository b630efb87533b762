namespace WeChatNotifications.Permissions;

/// <summary>One permission and what may be granted only together with it.</summary>
/// <param name="Name">Its name, as in <see cref="WeChatNotificationsPermissions"/>.</param>
/// <param name="DisplayNameKey">Key of the text that people read.</param>
/// <param name="IsHostSide">Whether it concerns all tenants, so that only callers of the host itself can hold it.</param>
/// <param name="Children">Permissions below it.</param>
public sealed record PermissionNode(string Name, string DisplayNameKey, bool IsHostSide, IReadOnlyList<PermissionNode> Children)
{
    /// <summary>It and all below it, parents before children.</summary>
    public IEnumerable<PermissionNode> WithChildren() => Children.SelectMany(c => c.WithChildren()).Prepend(this);
}
