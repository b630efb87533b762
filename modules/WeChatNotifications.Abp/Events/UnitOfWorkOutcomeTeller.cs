using Microsoft.Extensions.Options;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.EntityFrameworkCore;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp.Events;

/// <summary>
/// Tells the world what became of messages. With an outbox in the host, outcome and event are written in one unit of work; without, the
/// event follows when the outcome stands. So it does for a tenant with a database of its own: ABP fetches from the outbox of the host's
/// database only.
/// </summary>
internal sealed class UnitOfWorkOutcomeTeller(
    IUnitOfWorkManager unitsOfWork, IDistributedEventBus bus, IOutcomeSink sink, OutcomeEtos etos, ModuleDatabase database, ICallerTransaction callerTransaction,
    IOptions<AbpDistributedEventBusOptions> busOptions)
    : IOutcomeTeller
{
    public async Task<T> RecordAsync<T>(Func<Task<T>> record, Func<T, IEnumerable<DeliveryLog>> finished, CancellationToken cancellationToken)
    {
        if (!await HasOutboxAsync().ConfigureAwait(false))
        {
            var written = await record().ConfigureAwait(false);
            sink.Publish(sink.EventsOf(finished(written)));
            return written;
        }

        using var unitOfWork = unitsOfWork.Begin(requiresNew: true, isTransactional: true);
        var recorded = await record().ConfigureAwait(false);
        var events = sink.EventsOf(finished(recorded));
        await PublishAsync(events).ConfigureAwait(false);
        await unitOfWork.CompleteAsync(cancellationToken).ConfigureAwait(false);
        sink.PublishInside(events);
        return recorded;
    }

    public async Task TellAsync(IEnumerable<DeliveryLog> finished, CancellationToken cancellationToken)
    {
        if (sink.EventsOf(finished) is not { Count: > 0 } events)
        {
            return;
        }

        if (unitsOfWork.Current is not null && callerTransaction.Current is null && await HasOutboxAsync().ConfigureAwait(false))
        {
            await PublishAsync(events).ConfigureAwait(false);
            callerTransaction.OnCommitted(() => sink.PublishInside(events));
        }
        else
        {
            callerTransaction.OnCommitted(() => sink.Publish(events));
        }
    }

    public void Tell(IOutcomeEvent outcome) => callerTransaction.OnCommitted(() => sink.Publish(outcome));

    private async ValueTask<bool> HasOutboxAsync() => busOptions.Value.Outboxes.Count > 0 && await database.IsHostsAsync().ConfigureAwait(false);

    private async Task PublishAsync(IReadOnlyList<IOutcomeEvent> events)
    {
        foreach (var outcome in events)
        {
            var eto = etos.Of(outcome);
            await bus.PublishAsync(eto.GetType(), eto).ConfigureAwait(false);
        }
    }
}
