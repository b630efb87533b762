namespace WeChatNotifications.Recipients;

/// <summary>Where an import of followers stands.</summary>
public enum FollowerImportStatus
{
    /// <summary>It goes on, page by page.</summary>
    Running = 0,

    /// <summary>WeChat's quota is used up; it goes on by itself after Beijing's midnight.</summary>
    WaitingForQuota = 1,

    /// <summary>All followers are known.</summary>
    Completed = 2,

    /// <summary>WeChat refused for good, or was away for too long; it can be resumed where it stopped.</summary>
    Failed = 3,

    /// <summary>Somebody cancelled it; what was imported stays.</summary>
    Cancelled = 4,
}
