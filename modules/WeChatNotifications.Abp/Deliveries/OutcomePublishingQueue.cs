using Microsoft.Extensions.Options;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.ObjectMapping;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.EntityFrameworkCore;
using WeChatNotifications.Abp.EntityFrameworkCore.Deliveries;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>
/// Tells the world what became of each message that is over. With an outbox in the host, outcome and event are written in one unit of
/// work; without, the event follows when the outcome stands. So it does for a tenant with a database of its own: ABP fetches from the
/// outbox of the host's database only.
/// </summary>
internal sealed class OutcomePublishingQueue(
    IDeliveryQueue inner, IUnitOfWorkManager unitsOfWork, IDistributedEventBus events, OutcomeAnnouncer announcer, ModuleDatabase database,
    IObjectMapper<WeChatNotificationsAbpModule> mapper, IOptions<AbpDistributedEventBusOptions> bus)
    : DeliveryQueueDecorator(inner)
{
    public override async Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (bus.Value.Outboxes.Count == 0 || !await database.IsHostsAsync().ConfigureAwait(false))
        {
            var written = await base.RecordAsync(outcomes, cancellationToken).ConfigureAwait(false);
            foreach (var outcome in written)
            {
                if (EventOf(outcome.Delivery) is { } eto)
                {
                    announcer.Announce(eto);
                }
            }

            return written;
        }

        using var unitOfWork = unitsOfWork.Begin(requiresNew: true, isTransactional: true);
        var recorded = await base.RecordAsync(outcomes, cancellationToken).ConfigureAwait(false);
        foreach (var outcome in recorded)
        {
            if (EventOf(outcome.Delivery) is { } eto)
            {
                await events.PublishAsync(eto.GetType(), eto).ConfigureAwait(false);
            }
        }

        await unitOfWork.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return recorded;
    }

    private WeChatDeliveryEto? EventOf(DeliveryLog delivery) => delivery.Status switch
    {
        DeliveryStatus.Sent => mapper.Map<DeliveryLog, WeChatDeliverySentEto>(delivery),
        DeliveryStatus.Failed => mapper.Map<DeliveryLog, WeChatDeliveryFailedEto>(delivery),
        DeliveryStatus.Skipped => mapper.Map<DeliveryLog, WeChatDeliverySkippedEto>(delivery),
        DeliveryStatus.Unconfirmed => mapper.Map<DeliveryLog, WeChatDeliveryUnconfirmedEto>(delivery),
        _ => null,
    };
}
