namespace WeChatNotifications.Nodes;

/// <summary>What a node does beside taking requests.</summary>
[Flags]
public enum NodeRoles
{
    /// <summary>Nothing: it queues messages for others.</summary>
    None = 0,

    /// <summary>It sends.</summary>
    Sends = 1,

    /// <summary>It runs the module's jobs.</summary>
    RunsJobs = 2,
}
