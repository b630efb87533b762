namespace WeChatNotifications.Auditing;

/// <summary>Nobody: for a host that does not say who its callers are.</summary>
public sealed class NoCurrentUser : ICurrentUser
{
    /// <inheritdoc />
    public CurrentUser? User => null;
}
