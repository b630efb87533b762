namespace WeChatNotifications.Auditing;

/// <summary>One value that changed.</summary>
/// <param name="Field">What it is called in the API.</param>
/// <param name="Old">Before; null for nothing, and for secrets.</param>
/// <param name="New">After; null for nothing, and for secrets.</param>
/// <param name="IsSecret">Whether it is a secret, of which only the fact is kept.</param>
public sealed record AuditChange(string Field, string? Old, string? New, bool IsSecret = false);
