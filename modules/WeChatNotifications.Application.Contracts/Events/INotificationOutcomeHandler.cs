namespace WeChatNotifications.Events;

/// <summary>
/// Hears of outcomes inside the process. <typeparamref name="TEvent"/> is one of the events (<see cref="NotificationSent"/>,
/// <see cref="NotificationFailed"/>, <see cref="BroadcastFinished"/> …), or <see cref="NotificationOutcome"/> for all that become of
/// messages, or <see cref="IOutcomeEvent"/> for everything. Register it by
/// <c>AddNotificationOutcomeHandler</c>; one class may hear of several events.
/// </summary>
/// <remarks>
/// Runs in a scope of its own, as the events' tenant, when the outcome stands; its faults are logged and disturb nothing. Two nodes may run
/// handlers at the same time, and the order of events is not promised. A message that is retried by hand is told again.
/// </remarks>
/// <typeparam name="TEvent">What it hears of.</typeparam>
public interface INotificationOutcomeHandler<in TEvent>
    where TEvent : IOutcomeEvent
{
    /// <summary>Hears of some outcomes of one tenant.</summary>
    /// <param name="events">At least one, in the order in which they were told.</param>
    /// <param name="cancellationToken">Ends the work when it takes too long or the host stops.</param>
    Task HandleAsync(IReadOnlyList<TEvent> events, CancellationToken cancellationToken);
}
