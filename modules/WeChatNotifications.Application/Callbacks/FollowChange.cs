namespace WeChatNotifications.Callbacks;

/// <summary>A user began or ceased to follow.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="IsFollowing">Whether the user follows now.</param>
/// <param name="At">Since when.</param>
internal sealed record FollowChange(string OpenId, bool IsFollowing, DateTimeOffset At);
