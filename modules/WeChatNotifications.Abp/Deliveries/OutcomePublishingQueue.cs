using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Abp.EntityFrameworkCore.Deliveries;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>Tells of each message that is over: finished by the engine, given up because its node died, or for a user whom nobody knows.</summary>
internal sealed class OutcomePublishingQueue(
    IDeliveryQueue inner, OutcomePublisher publisher, ICallerTransaction callerTransaction, IWeChatNotificationsDbContextProvider contexts)
    : DeliveryQueueDecorator(inner)
{
    public override async Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        var enqueued = await base.EnqueueAsync(deliveries, cancellationToken).ConfigureAwait(false);
        var over = deliveries.Where((d, i) => d.Status == DeliveryStatus.Skipped && !enqueued[i].IsDuplicate);
        await publisher.TellAsync(over, callerTransaction).ConfigureAwait(false);
        return enqueued;
    }

    public override Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
        => publisher.RecordAsync(() => base.RecordAsync(outcomes, cancellationToken), written => written.Select(o => o.Delivery), cancellationToken);

    public override async Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts, TimeSpan lease, CancellationToken cancellationToken)
    {
        // The statements of the reaper count rows and do not show them. Those that they may touch are few, and hardly ever any.
        var lapsed = await (await DeliveriesAsync(cancellationToken).ConfigureAwait(false))
            .Where(d => d.Status == DeliveryStatus.Sending && d.LeaseUntil <= now).Select(d => d.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (lapsed.Count == 0)
        {
            return default;
        }

        var (reaped, _) = await publisher.RecordAsync(
            async () =>
            {
                var counts = await base.ReapAsync(now, maxAttempts, lease, cancellationToken).ConfigureAwait(false);
                return (counts, await GivenUpAsync(counts, lapsed, now, cancellationToken).ConfigureAwait(false));
            },
            result => result.Item2,
            cancellationToken).ConfigureAwait(false);
        return reaped;
    }

    private async Task<IReadOnlyList<DeliveryLog>> GivenUpAsync(
        ReapedDeliveries counts, List<Guid> lapsed, DateTimeOffset now, CancellationToken cancellationToken)
        => counts.Held + counts.Failed == 0
            ? []
            : await (await DeliveriesAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
                .Where(d => lapsed.Contains(d.Id) && d.FinishedAt == now && (d.Status == DeliveryStatus.Failed || d.Status == DeliveryStatus.Unconfirmed))
                .ToListAsync(cancellationToken).ConfigureAwait(false);

    private async Task<IQueryable<DeliveryLog>> DeliveriesAsync(CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<DeliveryLog>().IgnoreQueryFilters();
}
