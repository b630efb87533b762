using WeChatNotifications.Testing;

namespace WeChatNotifications.Reliability.Stage;

/// <summary>How hosts may get their work, by name.</summary>
internal static class WaysOfWork
{
    /// <summary>Hosts look into the database, and are woken by what they queue themselves.</summary>
    public static WayOfWork Database { get; } = new("database", NeedsBroker: false, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Tickets say where work is, and other services send through a queue. What the broker's absence sets off comes soon, so that a run of a minute sees it.</summary>
    public static WayOfWork RabbitMq { get; } = new("rabbitmq", NeedsBroker: true, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["WeChatNotifications:RabbitMq:CarriesDeliveries"] = "true",
        ["WeChatNotifications:RabbitMq:TakesRequests"] = "true",
        ["WeChatNotifications:RabbitMq:SweepInterval"] = "00:00:00.5",
        ["WeChatNotifications:RabbitMq:SweepCap"] = "00:00:02",
        ["WeChatNotifications:RabbitMq:FallbackAfter"] = "00:00:01",
        ["WeChatNotifications:RabbitMq:Timeout"] = "00:00:02",
        ["WeChatNotifications:RabbitMq:ReconnectCap"] = "00:00:02",
        // Each cut connection and each killed host brings a request back; as with the attempts of messages, that is not what a run is to end by.
        ["WeChatNotifications:RabbitMq:DeliveryLimit"] = "100",
    });

    /// <exception cref="FormatException">There is no such way, or not on this machine.</exception>
    public static WayOfWork Of(string name)
    {
        WayOfWork[] all = [Database, RabbitMq];
        var way = all.FirstOrDefault(w => w.Name == name) ?? throw new FormatException($"There is no way of work {name}. There are: {string.Join(", ", all.Select(w => w.Name))}.");
        return way.NeedsBroker && RabbitMqServer.MissingReason is { } reason ? throw new FormatException(reason) : way;
    }
}

/// <summary>A way in which hosts get their work.</summary>
/// <param name="Name">How the command line calls it.</param>
/// <param name="NeedsBroker">Whether there has to be a RabbitMQ, whose address each host is then given.</param>
/// <param name="Settings">Settings of the hosts.</param>
internal sealed record WayOfWork(string Name, bool NeedsBroker, IReadOnlyDictionary<string, string> Settings);
