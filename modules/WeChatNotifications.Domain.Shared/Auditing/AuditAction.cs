namespace WeChatNotifications.Auditing;

/// <summary>What somebody did to a thing.</summary>
public enum AuditAction
{
    /// <summary>Made it.</summary>
    Created = 0,

    /// <summary>Changed it in a way that has no word of its own.</summary>
    Changed = 1,

    /// <summary>Removed it.</summary>
    Removed = 2,

    /// <summary>Stopped it for a while.</summary>
    Paused = 3,

    /// <summary>Let it go on.</summary>
    Resumed = 4,

    /// <summary>Let it begin.</summary>
    Started = 5,

    /// <summary>Called it off.</summary>
    Cancelled = 6,

    /// <summary>Had it tried again.</summary>
    Retried = 7,

    /// <summary>It came to its end: a broadcast whose messages all have an outcome, or that failed.</summary>
    Ended = 8,
}
