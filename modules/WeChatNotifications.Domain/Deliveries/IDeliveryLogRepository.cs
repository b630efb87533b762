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

    /// <summary>In these states.</summary>
    public IReadOnlyCollection<DeliveryStatus>? Statuses { get; init; }

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
