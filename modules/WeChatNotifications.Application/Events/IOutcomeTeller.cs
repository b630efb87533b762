using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Events;

/// <summary>
/// Ties the telling of outcomes to the writing of them: what is rolled back is not told. A host whose bus has an outbox replaces it, so that
/// outcome and event stand in one transaction. One per service scope.
/// </summary>
internal interface IOutcomeTeller
{
    /// <summary>Writes outcomes in a transaction of their own and then tells of them.</summary>
    /// <param name="record">Writes them.</param>
    /// <param name="finished">The deliveries of which to tell; those that are not finished are passed over.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    Task<T> RecordAsync<T>(Func<Task<T>> record, Func<T, IEnumerable<DeliveryLog>> finished, CancellationToken cancellationToken);

    /// <summary>Tells of deliveries that the caller has changed in the caller's transaction, if that commits; at once where there is none.</summary>
    Task TellAsync(IEnumerable<DeliveryLog> finished, CancellationToken cancellationToken);

    /// <summary>Tells of something else that the caller has changed, if the caller's transaction commits; at once where there is none.</summary>
    void Tell(IOutcomeEvent outcome);
}
