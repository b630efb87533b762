using RabbitMQ.Client;

namespace WeChatNotifications.RabbitMq.Connections;

/// <summary>Something that works as long as there is a connection.</summary>
internal interface IRabbitMqPart
{
    /// <summary>Works until the connection is lost or the host stops. Ending earlier, or an exception, has the connection made anew.</summary>
    Task RunAsync(IConnection connection, CancellationToken lost);
}
