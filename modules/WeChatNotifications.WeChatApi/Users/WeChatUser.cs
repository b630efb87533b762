namespace WeChatNotifications.WeChatApi.Users;

/// <summary>What WeChat tells about a user of an official account (names and pictures no longer since 2021).</summary>
/// <param name="OpenId">The user's id under this account.</param>
/// <param name="IsSubscribed">Whether the user follows the account; if not, WeChat tells nothing else.</param>
/// <param name="UnionId">The user's id under every app of the same owner's open platform account; <see langword="null"/> when there is none.</param>
/// <param name="SubscribedAt">When the user followed the account last.</param>
/// <param name="Language">The language of the user's WeChat (<c>zh_CN</c>).</param>
public sealed record WeChatUser(string OpenId, bool IsSubscribed, string? UnionId, DateTimeOffset? SubscribedAt, string? Language)
{
    /// <summary>Nothing that points to the person.</summary>
    public override string ToString() => $"{nameof(WeChatUser)} {{ IsSubscribed = {IsSubscribed} }}";
}
