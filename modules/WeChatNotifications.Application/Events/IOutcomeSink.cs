using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Events;

/// <summary>
/// Takes outcomes that stand in the database and tells whoever listens, beside the engine. Never waits and never throws: when listeners are
/// so slow that too many events wait, further ones are dropped, counted and logged.
/// </summary>
internal interface IOutcomeSink
{
    /// <summary>Whether anybody listens. Ask before building events.</summary>
    bool IsHeard { get; }

    /// <summary>The events that tell of finished deliveries, as far as they are to be told. Of a delivery that is not finished nothing is told.</summary>
    IReadOnlyList<NotificationOutcome> EventsOf(IEnumerable<DeliveryLog> deliveries);

    /// <summary>Tells of something that is committed.</summary>
    void Publish(IOutcomeEvent outcome);

    /// <summary>Tells of several things that are committed.</summary>
    void Publish(IEnumerable<IOutcomeEvent> outcomes);

    /// <summary>Tells handlers inside the process only: somebody else has carried the events out already, by an outbox for example.</summary>
    void PublishInside(IEnumerable<IOutcomeEvent> outcomes);
}
