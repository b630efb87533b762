namespace WeChatNotifications.Deliveries;

/// <summary>Finds deliveries that statements finish without showing them, so that they can be told of. Sees all tenants.</summary>
public interface IFinishedDeliveries
{
    /// <summary>Those whose lease has lapsed: few, and hardly ever any.</summary>
    Task<IReadOnlyList<Guid>> ListLapsedAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Which of some deliveries were given up, or held for a person, at a moment; not tracked.</summary>
    Task<IReadOnlyList<DeliveryLog>> ListGivenUpAsync(IReadOnlyCollection<Guid> ids, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deliveries of an app that were cancelled at a moment, by their ids, not tracked.</summary>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="at">The moment.</param>
    /// <param name="after">Only those behind this id; null for the first ones.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<DeliveryLog>> ListCancelledAsync(Guid appCredentialId, DateTimeOffset at, Guid? after, int take, CancellationToken cancellationToken);
}
