namespace WeChatNotifications.Events;

/// <summary>Carries outcomes out of the process, to a bus of the host's. Register it by <c>AddOutcomePublisher</c>;
/// there may be several, and each is given everything that is told.</summary>
/// <remarks>Created in a scope of its own for each batch. What it throws is logged, and the batch is not offered again.</remarks>
public interface IOutcomePublisher
{
    /// <summary>Publishes a batch.</summary>
    /// <param name="events">At least one, all of one tenant, in the order in which they were told.</param>
    /// <param name="cancellationToken">Ends the work when it takes too long or the host stops.</param>
    Task PublishAsync(IReadOnlyList<IOutcomeEvent> events, CancellationToken cancellationToken);
}
