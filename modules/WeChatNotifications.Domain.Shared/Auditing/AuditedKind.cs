namespace WeChatNotifications.Auditing;

/// <summary>The things whose changes the audit trail keeps.</summary>
public enum AuditedKind
{
    /// <summary>A WeChat account: its settings, its secret, its pauses, and how WeChat pushes to it.</summary>
    AppCredential = 0,

    /// <summary>A message template.</summary>
    MessageTemplate = 1,

    /// <summary>A delivery that somebody retried or cancelled.</summary>
    Delivery = 2,

    /// <summary>A broadcast.</summary>
    Broadcast = 3,

    /// <summary>A broadcast's schedule.</summary>
    BroadcastSchedule = 4,

    /// <summary>A mapping of an event to messages.</summary>
    EventMapping = 5,

    /// <summary>The limits of a tenant.</summary>
    TenantLimits = 6,
}
