namespace WeChatNotifications.RabbitMq.Connections;

/// <summary>The names of what the module has on the broker.</summary>
public sealed record RabbitMqNames(string Prefix)
{
    /// <summary>Key and kind of dead tickets.</summary>
    internal const string DeadTicket = "work";

    /// <summary>Key and kind of dead requests.</summary>
    internal const string DeadRequest = "send";

    /// <summary>Queue of tickets: apps that have work.</summary>
    public string Work => Prefix + ".work";

    /// <summary>Queue of tickets of apps where only mass sends wait.</summary>
    public string MassWork => Prefix + ".work.mass";

    /// <summary>Queue of tickets that could not be worked off.</summary>
    public string DeadWork => Prefix + ".work.dead";

    /// <summary>Queue by which other services send.</summary>
    public string Requests => Prefix + ".send";

    /// <summary>Queue of requests that were refused.</summary>
    public string DeadRequests => Prefix + ".send.dead";

    /// <summary>Exchange that leads to the queues of the dead.</summary>
    public string Dead => Prefix + ".dead";

    /// <summary>Topic exchange on which outcomes are told.</summary>
    public string Events => Prefix + ".events";
}
