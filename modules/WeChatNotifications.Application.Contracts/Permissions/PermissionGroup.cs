namespace WeChatNotifications.Permissions;

/// <summary>Permissions that an administrator finds under one heading.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DisplayNameKey">Key of the text that people read.</param>
/// <param name="Permissions">The permissions directly below it.</param>
public sealed record PermissionGroup(string Name, string DisplayNameKey, IReadOnlyList<PermissionNode> Permissions);
