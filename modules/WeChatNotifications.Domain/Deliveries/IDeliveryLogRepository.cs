namespace WeChatNotifications.Deliveries;

/// <summary>Reads the delivery log and changes single deliveries by hand. Sees the ambient tenant's only.</summary>
public interface IDeliveryLogRepository
{
    /// <summary>One by id, tracked for a later <see cref="SaveAsync"/>.</summary>
    Task<DeliveryLog?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The noted attempts of one delivery, oldest first.</summary>
    Task<IReadOnlyList<DeliveryAttempt>> GetAttemptsAsync(Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>A page of the log, newest first, not tracked.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="before">Only rows older than this id; null for the newest.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<DeliveryLog>> ListAsync(DeliveryFilter filter, Guid? before, int take, CancellationToken cancellationToken);

    /// <summary>How many a filter lets through, by state; a state in which none stands is left out.</summary>
    Task<IReadOnlyDictionary<DeliveryStatus, long>> CountAsync(DeliveryFilter filter, CancellationToken cancellationToken);

    /// <summary>The ids of those that a filter lets through, in their own order.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Only those behind this id; null for the first ones.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<Guid>> ListIdsAsync(DeliveryFilter filter, Guid? after, int take, CancellationToken cancellationToken);

    /// <summary>
    /// Changes many by hand, in one transaction with what is counted and noted of it. Nobody else changes them meanwhile; those that
    /// somebody holds at the moment, or that stand elsewhere by now, are passed over.
    /// </summary>
    /// <param name="ids">Which, at most a few thousand.</param>
    /// <param name="from">Only those in these states, none of which is <see cref="DeliveryStatus.Sending"/>.</param>
    /// <param name="change">Is shown them, and returns those that it has changed; may be called again with fresh ones when the transaction is repeated.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>Those that were changed.</returns>
    Task<IReadOnlyList<DeliveryLog>> ChangeManyAsync(
        IReadOnlyCollection<Guid> ids, IReadOnlyCollection<DeliveryStatus> from,
        Func<IReadOnlyList<DeliveryLog>, CancellationToken, Task<IReadOnlyList<DeliveryLog>>> change, CancellationToken cancellationToken);

    /// <summary>Stores a change made by hand.</summary>
    /// <exception cref="Rules.ConflictException">The engine or somebody else changed it meanwhile.</exception>
    Task SaveAsync(DeliveryLog delivery, CancellationToken cancellationToken);

    /// <summary>Cancels everything that waits for an app which is about to be removed.</summary>
    /// <returns>How many were cancelled.</returns>
    Task<int> CancelWaitingOfAppAsync(Guid appCredentialId, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Which deliveries to list; what is null does not narrow.</summary>
public sealed record DeliveryFilter
{
    /// <summary>Of one app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Of one logical template.</summary>
    public string? TemplateName { get; init; }

    /// <summary>To one user, by openid.</summary>
    public string? OpenId { get; init; }

    /// <summary>To one user of the host.</summary>
    public string? UserId { get; init; }

    /// <summary>Of one broadcast.</summary>
    public Guid? BroadcastId { get; init; }

    /// <summary>In these states.</summary>
    public IReadOnlyCollection<DeliveryStatus>? Statuses { get; init; }

    /// <summary>For these reasons.</summary>
    public IReadOnlyCollection<DeliveryReason>? Reasons { get; init; }

    /// <summary>With this error code of WeChat's.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>With this dedup key.</summary>
    public string? DedupKey { get; init; }

    /// <summary>With this message id of WeChat's.</summary>
    public long? WeChatMessageId { get; init; }

    /// <summary>Requested at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Requested before.</summary>
    public DateTimeOffset? To { get; init; }
}
