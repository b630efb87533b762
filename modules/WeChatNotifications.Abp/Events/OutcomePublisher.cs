using Microsoft.Extensions.Options;
using Volo.Abp.DependencyInjection;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.EntityFrameworkCore;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp.Events;

/// <summary>
/// Tells the world what became of messages. With an outbox in the host, outcome and event are written in one unit of work; without, the
/// event follows when the outcome stands. So it does for a tenant with a database of its own: ABP fetches from the outbox of the host's
/// database only.
/// </summary>
internal sealed class OutcomePublisher(
    IUnitOfWorkManager unitsOfWork, IDistributedEventBus events, OutcomeAnnouncer announcer, OutcomeEvents etos, ModuleDatabase database,
    IOptions<AbpDistributedEventBusOptions> bus)
    : IScopedDependency
{
    /// <summary>Records outcomes in a unit of work of their own, or in none, and tells of them.</summary>
    /// <param name="record">Writes the outcomes.</param>
    /// <param name="finished">The deliveries of which to tell.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async Task<T> RecordAsync<T>(Func<Task<T>> record, Func<T, IEnumerable<DeliveryLog>> finished, CancellationToken cancellationToken)
    {
        if (!await HasOutboxAsync().ConfigureAwait(false))
        {
            var written = await record().ConfigureAwait(false);
            EventsOf(finished(written)).ForEach(announcer.Announce);
            return written;
        }

        using var unitOfWork = unitsOfWork.Begin(requiresNew: true, isTransactional: true);
        var recorded = await record().ConfigureAwait(false);
        await PublishAsync(EventsOf(finished(recorded))).ConfigureAwait(false);
        await unitOfWork.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return recorded;
    }

    /// <summary>Tells of outcomes that the caller has written: with the caller's unit of work or transaction, if that commits; at once where there is none.</summary>
    public async Task TellAsync(IEnumerable<DeliveryLog> finished, ICallerTransaction callerTransaction)
    {
        if (EventsOf(finished) is not { Count: > 0 } told)
        {
            return;
        }

        if (unitsOfWork.Current is not null && callerTransaction.Current is null && await HasOutboxAsync().ConfigureAwait(false))
        {
            await PublishAsync(told).ConfigureAwait(false);
        }
        else
        {
            callerTransaction.OnCommitted(() => told.ForEach(announcer.Announce));
        }
    }

    private async ValueTask<bool> HasOutboxAsync() => bus.Value.Outboxes.Count > 0 && await database.IsHostsAsync().ConfigureAwait(false);

    private List<WeChatDeliveryEto> EventsOf(IEnumerable<DeliveryLog> deliveries) => [.. deliveries.Select(etos.Of).OfType<WeChatDeliveryEto>()];

    private async Task PublishAsync(List<WeChatDeliveryEto> told)
    {
        foreach (var eto in told)
        {
            await events.PublishAsync(eto.GetType(), eto).ConfigureAwait(false);
        }
    }
}
