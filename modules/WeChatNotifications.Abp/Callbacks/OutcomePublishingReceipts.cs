using WeChatNotifications.Abp.Events;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp.Callbacks;

/// <summary>Tells of messages that WeChat's receipts confirm or refuse. A second receipt is no news.</summary>
internal sealed class OutcomePublishingReceipts(
    IReceiptStore inner, OutcomePublisher publisher, ReceiptedDeliveries receipted, ICallerTransaction callerTransaction)
    : IReceiptStore
{
    public async Task<IReadOnlyList<ReceiptOutcome>> ApplyAsync(
        Guid appCredentialId, IReadOnlyList<DeliveryReceipt> receipts, RefusalHandler refused, CancellationToken cancellationToken)
    {
        var outcomes = await inner.ApplyAsync(appCredentialId, receipts, refused, cancellationToken).ConfigureAwait(false);
        if (receipted.IsCollecting)
        {
            receipted.Add(NewsOf(outcomes));
        }
        else
        {
            await publisher.TellAsync(NewsOf(outcomes), callerTransaction).ConfigureAwait(false);
        }

        return outcomes;
    }

    public Task KeepAsync(IReadOnlyList<PendingReceipt> receipts, CancellationToken cancellationToken) => inner.KeepAsync(receipts, cancellationToken);

    public Task<IReadOnlyList<PendingReceipt>> ListDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
        => inner.ListDueAsync(now, max, cancellationToken);

    public Task<IReadOnlyList<ReceiptOutcome>> SettleAsync(
        Guid appCredentialId, IReadOnlyList<PendingReceipt> kept, Func<PendingReceipt, DateTimeOffset?> next, RefusalHandler refused,
        CancellationToken cancellationToken)
        => publisher.RecordAsync(() => inner.SettleAsync(appCredentialId, kept, next, refused, cancellationToken), NewsOf, cancellationToken);

    private static IEnumerable<DeliveryLog> NewsOf(IReadOnlyList<ReceiptOutcome> outcomes) => outcomes.Where(o => o.IsNews).Select(o => o.Delivery!);
}
