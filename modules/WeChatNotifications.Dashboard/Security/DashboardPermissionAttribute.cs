namespace WeChatNotifications.Dashboard.Security;

/// <summary>Which permission a page, or one of its handlers, demands: an authorization policy of that name. Every page and every handler that posts carries one.</summary>
/// <param name="names">The permissions; one of them is enough.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DashboardPermissionAttribute(params string[] names) : Attribute
{
    /// <summary>One of these is enough.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
