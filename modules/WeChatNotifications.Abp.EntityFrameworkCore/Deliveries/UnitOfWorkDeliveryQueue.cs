using Microsoft.EntityFrameworkCore;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.EntityFrameworkCore.Transactions;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Deliveries;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp.EntityFrameworkCore.Deliveries;

/// <summary>
/// The provider's queue, with one more way to enqueue. A unit of work without a transaction, which is ABP's default for all but
/// writing requests, writes only when it completes; so do the deliveries of one, together with its other changes, and a unit of work
/// that fails leaves none.
/// </summary>
internal sealed class UnitOfWorkDeliveryQueue(
    IDeliveryQueue inner, IUnitOfWorkManager unitsOfWork, IAmbientUnitOfWork ambient, IWeChatNotificationsDbContextProvider contexts,
    ICallerTransaction callerTransaction)
    : IDeliveryQueue
{
    public async Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        if (unitsOfWork.Current is null)
        {
            return await inner.EnqueueAsync(deliveries, cancellationToken).ConfigureAwait(false);
        }

        if (callerTransaction.Current is not null)
        {
            // Joined by hand, it counts more than the unit of work around it.
            return await NoUnitOfWork.RunAsync(ambient, () => inner.EnqueueAsync(deliveries, cancellationToken)).ConfigureAwait(false);
        }

        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        return context.Database.CurrentTransaction is null
            ? await EfEnqueue.TrackAsync(context, deliveries, cancellationToken).ConfigureAwait(false)
            : await inner.EnqueueAsync(deliveries, cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<Guid>> FindAppsWithWorkAsync(DateTimeOffset now, CancellationToken cancellationToken)
        => inner.FindAppsWithWorkAsync(now, cancellationToken);

    public Task<IReadOnlyList<DeliveryLog>> ClaimAsync(DeliveryClaim claim, CancellationToken cancellationToken) => inner.ClaimAsync(claim, cancellationToken);

    public Task<int> RenewAsync(
        IReadOnlyCollection<Guid> claimTokens, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
        => inner.RenewAsync(claimTokens, now, leaseUntil, cancellationToken);

    public Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
        => inner.RecordAsync(outcomes, cancellationToken);

    public Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts, CancellationToken cancellationToken)
        => inner.ReapAsync(now, maxAttempts, cancellationToken);

    public Task<DeliveryBacklog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.GetBacklogAsync(now, cancellationToken);
}
