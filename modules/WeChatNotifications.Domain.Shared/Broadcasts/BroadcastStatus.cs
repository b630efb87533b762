namespace WeChatNotifications.Broadcasts;

/// <summary>Where a broadcast stands.</summary>
public enum BroadcastStatus
{
    /// <summary>It is being put together; nothing is sent.</summary>
    Draft = 0,

    /// <summary>It begins by itself at its start time.</summary>
    Scheduled = 1,

    /// <summary>Its recipients are put into the queue, and it is being sent.</summary>
    Running = 2,

    /// <summary>Nothing of it leaves until somebody resumes it.</summary>
    Paused = 3,

    /// <summary>Every recipient's message has an outcome.</summary>
    Completed = 4,

    /// <summary>Somebody cancelled it; what had left by then has its outcomes.</summary>
    Cancelled = 5,

    /// <summary>It could not go on: its template or audience is gone. It can be resumed once that is mended.</summary>
    Failed = 6,
}
