namespace WeChatNotifications.Nodes;

/// <summary>What is known of a node's life.</summary>
public enum NodeState
{
    /// <summary>It was seen lately.</summary>
    Alive = 0,

    /// <summary>It was not seen for too long and did not say goodbye: it was killed, hangs, or cannot reach the database.</summary>
    Lost = 1,

    /// <summary>It was stopped in good order.</summary>
    Stopped = 2,
}
