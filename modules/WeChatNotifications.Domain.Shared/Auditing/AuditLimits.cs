namespace WeChatNotifications.Auditing;

/// <summary>Lengths (UTF-16 units) and ranges of the audit trail.</summary>
public static class AuditLimits
{
    /// <summary>Longest id of a user; a longer one is cut.</summary>
    public const int UserIdLength = 128;

    /// <summary>Longest name of a user; a longer one is cut.</summary>
    public const int UserNameLength = 256;

    /// <summary>Longest name of a thing; a longer one is cut.</summary>
    public const int EntityNameLength = 256;

    /// <summary>Longest value before or after a change; a longer one is cut.</summary>
    public const int ValueLength = 2_000;

    /// <summary>Most rows of one page.</summary>
    public const int MaxPageSize = 500;
}
