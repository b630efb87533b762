namespace WeChatNotifications.Deliveries;

/// <summary>The log of what became of each message, and what a person may do about one.</summary>
public interface IDeliveryAppService
{
    /// <summary>A page of the log, newest first.</summary>
    Task<CursorPage<DeliveryDto>> ListAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>One with its timeline.</summary>
    Task<DeliveryDetailDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Sends one again that failed, was skipped, is unconfirmed, was refused or was cancelled.</summary>
    Task<DeliveryDetailDto> RetryAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Takes one out of the queue that is not on its way yet.</summary>
    Task<DeliveryDetailDto> CancelAsync(Guid id, CancellationToken cancellationToken = default);
}
