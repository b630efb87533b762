namespace WeChatNotifications.Callbacks;

/// <summary>Notes who follows an official account. Works for the ambient tenant's apps.</summary>
public interface IFollowStore
{
    /// <summary>
    /// Applies changes; a user who is not known yet becomes known. One that is older than what is known of the user changes nothing:
    /// WeChat does not promise any order.
    /// </summary>
    Task RecordAsync(Guid appCredentialId, IReadOnlyList<FollowChange> changes, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A user began or ceased to follow.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="IsFollowing">Whether the user follows now.</param>
/// <param name="At">Since when.</param>
public sealed record FollowChange(string OpenId, bool IsFollowing, DateTimeOffset At);
