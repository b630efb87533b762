namespace WeChatNotifications.Deliveries;

/// <summary>Which of the transactional messages that are due goes first when there are more than can be sent.</summary>
public enum TransactionalOrder
{
    /// <summary>The one that has waited longest: nobody is overtaken, and after an outage everybody waits for the backlog.</summary>
    OldestFirst,

    /// <summary>
    /// The one that became due last: after an outage who acts now is answered now, and the backlog is worked off beside it. Two messages to one
    /// user may arrive in the other order.
    /// </summary>
    NewestFirst,
}
