using Volo.Abp.Uow;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp.Callbacks;

/// <summary>
/// Tells of messages whose receipts arrive: arrivals, outcomes and, where the host has an outbox, events stand in one unit of work. That
/// is not tried again by the provider's strategy; WeChat's pushes are tried again anyway until they are stored.
/// </summary>
internal sealed class OutcomePublishingInbox(
    IInbox inner, OutcomePublisher publisher, ReceiptedDeliveries receipted, IUnitOfWorkManager unitsOfWork, ICallerTransaction callerTransaction)
    : IInbox
{
    public async Task<IReadOnlySet<string>> HandleOnceAsync(
        Guid appCredentialId, IReadOnlyCollection<string> keys, DateTimeOffset now, Func<IReadOnlySet<string>, CancellationToken, Task> effect,
        CancellationToken cancellationToken)
    {
        receipted.Begin();
        try
        {
            if (unitsOfWork.Current is null)
            {
                return await publisher.RecordAsync(HandleAsync, _ => receipted.Take(), cancellationToken).ConfigureAwait(false);
            }

            // All of it belongs to the caller's unit of work.
            var handled = await HandleAsync().ConfigureAwait(false);
            await publisher.TellAsync(receipted.Take(), callerTransaction).ConfigureAwait(false);
            return handled;
        }
        finally
        {
            receipted.Take();
        }

        Task<IReadOnlySet<string>> HandleAsync() => inner.HandleOnceAsync(
            appCredentialId, keys, now,
            (fresh, token) =>
            {
                // It may run more than once.
                receipted.Begin();
                return effect(fresh, token);
            },
            cancellationToken);
    }

    public Task<int> ForgetAsync(DateTimeOffset before, int max, CancellationToken cancellationToken) => inner.ForgetAsync(before, max, cancellationToken);
}
