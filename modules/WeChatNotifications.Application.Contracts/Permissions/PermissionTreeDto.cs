namespace WeChatNotifications.Permissions;

/// <summary>A group of permissions as the caller sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DisplayName">What people read, in the caller's language.</param>
/// <param name="Permissions">The permissions directly below it.</param>
public sealed record PermissionGroupDto(string Name, string DisplayName, IReadOnlyList<PermissionDto> Permissions);

/// <summary>A permission as the caller sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DisplayName">What people read, in the caller's language.</param>
/// <param name="IsGranted">Whether the caller holds it.</param>
/// <param name="IsHostSide">Whether it concerns all tenants, so that only callers of the host itself can hold it.</param>
/// <param name="Children">Permissions below it.</param>
public sealed record PermissionDto(string Name, string DisplayName, bool IsGranted, bool IsHostSide, IReadOnlyList<PermissionDto> Children);
