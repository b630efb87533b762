using WeChatNotifications.Deliveries;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Events;

/// <summary>Tells of outcomes when they stand.</summary>
internal sealed class OutcomeTeller(IOutcomeSink sink, ICallerTransaction callerTransaction) : IOutcomeTeller
{
    public async Task<T> RecordAsync<T>(Func<Task<T>> record, Func<T, IEnumerable<DeliveryLog>> finished, CancellationToken cancellationToken)
    {
        var recorded = await record().ConfigureAwait(false);
        sink.Publish(sink.EventsOf(finished(recorded)));
        return recorded;
    }

    public Task TellAsync(IEnumerable<DeliveryLog> finished, CancellationToken cancellationToken)
    {
        if (sink.EventsOf(finished) is { Count: > 0 } events)
        {
            callerTransaction.OnCommitted(() => sink.Publish(events));
        }

        return Task.CompletedTask;
    }

    public void Tell(IOutcomeEvent outcome) => callerTransaction.OnCommitted(() => sink.Publish(outcome));
}
