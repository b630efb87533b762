using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Callbacks;

/// <summary>Brings WeChat's receipts to their deliveries. Works for the ambient tenant's apps.</summary>
public interface IReceiptStore
{
    /// <summary>
    /// Writes receipts on their deliveries: on the one with WeChat's message id, else on the newest one sent to the user with the template
    /// that has no such id.
    /// </summary>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="receipts">The receipts, in the order in which they count.</param>
    /// <param name="refused">Called for each delivery that a receipt has refused, before it is stored; may hand it to its next template.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>One outcome for each receipt, in their order.</returns>
    Task<IReadOnlyList<ReceiptOutcome>> ApplyAsync(
        Guid appCredentialId, IReadOnlyList<DeliveryReceipt> receipts, RefusalHandler refused, CancellationToken cancellationToken);

    /// <summary>Keeps receipts whose deliveries are not found yet.</summary>
    Task KeepAsync(IReadOnlyList<PendingReceipt> receipts, CancellationToken cancellationToken);

    /// <summary>Kept receipts that are to be looked at again, of the longest due first, not tracked. Of every tenant, where the filter is off.</summary>
    Task<IReadOnlyList<PendingReceipt>> ListDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Looks for the deliveries of kept receipts of one app once more. Those found are kept no longer; nor are those that <paramref name="next"/>
    /// gives up. All in one transaction.
    /// </summary>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="kept">Receipts of the app.</param>
    /// <param name="next">When to look again for one that is not found; null to give it up.</param>
    /// <param name="refused">As for <see cref="ApplyAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    /// <returns>One outcome for each that was still kept.</returns>
    Task<IReadOnlyList<ReceiptOutcome>> SettleAsync(
        Guid appCredentialId, IReadOnlyList<PendingReceipt> kept, Func<PendingReceipt, DateTimeOffset?> next, RefusalHandler refused,
        CancellationToken cancellationToken);
}

/// <summary>Decides what becomes of a delivery that a receipt has refused.</summary>
/// <param name="delivery">The delivery, refused.</param>
/// <param name="notes">Takes the rows for its timeline.</param>
/// <param name="cancellationToken">Cancels the decision.</param>
public delegate Task RefusalHandler(DeliveryLog delivery, List<DeliveryAttempt> notes, CancellationToken cancellationToken);
