using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.EntityFrameworkCore.Deliveries;

/// <summary>A queue in front of another one, for what ABP adds.</summary>
internal abstract class DeliveryQueueDecorator(IDeliveryQueue inner) : IDeliveryQueue
{
    public virtual Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
        => inner.EnqueueAsync(deliveries, cancellationToken);

    public virtual Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
        => inner.RecordAsync(outcomes, cancellationToken);

    public Task<IReadOnlyList<Guid>> FindAppsWithWorkAsync(DateTimeOffset now, CancellationToken cancellationToken)
        => inner.FindAppsWithWorkAsync(now, cancellationToken);

    public Task<IReadOnlyList<DeliveryLog>> ClaimAsync(DeliveryClaim claim, CancellationToken cancellationToken) => inner.ClaimAsync(claim, cancellationToken);

    public Task<int> RenewAsync(
        IReadOnlyCollection<Guid> claimTokens, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
        => inner.RenewAsync(claimTokens, now, leaseUntil, cancellationToken);

    public virtual Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts, TimeSpan lease, CancellationToken cancellationToken)
        => inner.ReapAsync(now, maxAttempts, lease, cancellationToken);

    public Task<DeliveryBacklog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.GetBacklogAsync(now, cancellationToken);
}
