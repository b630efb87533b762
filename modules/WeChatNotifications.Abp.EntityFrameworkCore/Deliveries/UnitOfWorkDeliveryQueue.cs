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
    : DeliveryQueueDecorator(inner)
{
    public override async Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        if (unitsOfWork.Current is null)
        {
            return await base.EnqueueAsync(deliveries, cancellationToken).ConfigureAwait(false);
        }

        if (callerTransaction.Current is not null)
        {
            // Joined by hand, it counts more than the unit of work around it.
            return await NoUnitOfWork.RunAsync(ambient, () => base.EnqueueAsync(deliveries, cancellationToken)).ConfigureAwait(false);
        }

        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        return context.Database.CurrentTransaction is null
            ? await EfEnqueue.TrackAsync(context, deliveries, cancellationToken).ConfigureAwait(false)
            : await base.EnqueueAsync(deliveries, cancellationToken).ConfigureAwait(false);
    }
}
