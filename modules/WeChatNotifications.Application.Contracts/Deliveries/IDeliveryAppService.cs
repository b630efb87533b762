namespace WeChatNotifications.Deliveries;

/// <summary>The log of what became of each message, and what a person may do about one.</summary>
public interface IDeliveryAppService
{
    /// <summary>A page of the log, newest first.</summary>
    Task<CursorPage<DeliveryDto>> ListAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>One with its timeline.</summary>
    Task<DeliveryDetailDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>What goes over the wire for one, and what WeChat answered; without token and form ids.</summary>
    Task<DeliveryWireDto> GetWireAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Sends one again that failed, was skipped, is unconfirmed, was refused or was cancelled.</summary>
    Task<DeliveryDetailDto> RetryAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Takes one out of the queue that is not on its way yet.</summary>
    Task<DeliveryDetailDto> CancelAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>How many the filters let through, and what may be done about them; paging says nothing here.</summary>
    Task<DeliveryCountsDto> CountAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends all again that the filters let through and that may be, at most <see cref="DeliveryLimits.MaxChangedAtOnce"/> of them. Works in
    /// batches that stand by themselves: interrupted, it has done a part, and may be called again. At least one filter is demanded.
    /// </summary>
    Task<DeliveriesChangedDto> RetryManyAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>Takes all out of the queue that the filters let through and that are not on their way yet.</summary>
    /// <inheritdoc cref="RetryManyAsync" path="/remarks"/>
    Task<DeliveriesChangedDto> CancelManyAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default);
}
