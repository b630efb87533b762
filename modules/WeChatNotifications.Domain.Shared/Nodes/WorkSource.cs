namespace WeChatNotifications.Nodes;

/// <summary>How a node comes by deliveries to send.</summary>
public enum WorkSource
{
    /// <summary>It sends nothing.</summary>
    None = 0,

    /// <summary>Its own engine looks into the database and is woken by signals.</summary>
    Engine = 1,

    /// <summary>The host's background jobs.</summary>
    Jobs = 2,

    /// <summary>Tickets from RabbitMQ.</summary>
    RabbitMq = 3,
}
