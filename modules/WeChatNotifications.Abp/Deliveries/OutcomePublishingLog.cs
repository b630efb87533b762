using WeChatNotifications.Abp.Events;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>Tells of messages that a person has cancelled, with the unit of work that cancels them.</summary>
internal sealed class OutcomePublishingLog(IDeliveryLogRepository inner, OutcomePublisher publisher, ICallerTransaction callerTransaction) : IDeliveryLogRepository
{
    public Task<DeliveryLog?> FindAsync(Guid id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<IReadOnlyList<DeliveryAttempt>> GetAttemptsAsync(Guid deliveryId, CancellationToken cancellationToken)
        => inner.GetAttemptsAsync(deliveryId, cancellationToken);

    public Task<IReadOnlyList<DeliveryLog>> ListAsync(DeliveryFilter filter, Guid? before, int take, CancellationToken cancellationToken)
        => inner.ListAsync(filter, before, take, cancellationToken);

    public async Task SaveAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        await inner.SaveAsync(delivery, cancellationToken).ConfigureAwait(false);
        if (delivery.Status == DeliveryStatus.Cancelled)
        {
            await publisher.TellAsync([delivery], callerTransaction).ConfigureAwait(false);
        }
    }

    public Task<int> CancelWaitingOfAppAsync(Guid appCredentialId, DateTimeOffset now, CancellationToken cancellationToken)
        => inner.CancelWaitingOfAppAsync(appCredentialId, now, cancellationToken);
}
