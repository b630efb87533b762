using System.Text.Json;
using System.Text.Json.Serialization;
using RabbitMQ.Client;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.RabbitMq.Diagnostics;

namespace WeChatNotifications.RabbitMq.Events;

/// <summary>Tells things on the topic exchange: the kind is the routing key and the message's type, the body is JSON.</summary>
internal sealed class EventSender(ConfirmedPublisher publisher, Topology topology, RabbitMqMetrics metrics)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Tells one. Nobody has to listen.</summary>
    public async Task<Confirmation> SendAsync(string kind, object body, CancellationToken cancellationToken)
    {
        var confirmation = await publisher.PublishAsync(
            topology.Names.Events, kind, needsQueue: false, new BasicProperties { ContentType = "application/json", Type = kind },
            JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json), cancellationToken).ConfigureAwait(false);
        metrics.EventPublished(confirmation);
        return confirmation;
    }
}
