using System.Diagnostics.Metrics;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.RabbitMq.Connections;

namespace WeChatNotifications.RabbitMq.Diagnostics;

/// <summary>The instruments of this part, on the module's meter.</summary>
internal sealed class RabbitMqMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _published;
    private readonly Counter<long> _worked;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _events;

    public RabbitMqMetrics(IMeterFactory meters, LinkState state)
    {
        _meter = meters.Create(WeChatNotificationsMetrics.Name);
        _lost = _meter.CreateCounter<long>("wechat.rabbitmq.connections.lost", "{connection}", "Connections to the broker that were lost");
        _published = _meter.CreateCounter<long>("wechat.rabbitmq.tickets.published", "{ticket}", "Tickets by what the broker said");
        _worked = _meter.CreateCounter<long>("wechat.rabbitmq.tickets.worked", "{ticket}", "Tickets that came, by how their work ended");
        _requests = _meter.CreateCounter<long>("wechat.rabbitmq.requests", "{request}", "Requests of other services by result");
        _events = _meter.CreateCounter<long>("wechat.rabbitmq.events", "{event}", "Outcomes told on the exchange, by what the broker said");
        _meter.CreateObservableGauge("wechat.rabbitmq.connected", () => state.IsConnected ? 1 : 0, "{connection}", "Whether there is a connection to the broker");
    }

    public void Dispose() => _meter.Dispose();

    public void ConnectionLost() => _lost.Add(1);

    public void TicketPublished(Confirmation confirmation) => _published.Add(1, Result(confirmation.ToString()));

    public void TicketWorked(string result) => _worked.Add(1, Result(result));

    public void RequestTaken(string result) => _requests.Add(1, Result(result));

    public void EventPublished(Confirmation confirmation) => _events.Add(1, Result(confirmation.ToString()));

    private static KeyValuePair<string, object?> Result(string result) => new("result", result.ToLowerInvariant());
}
