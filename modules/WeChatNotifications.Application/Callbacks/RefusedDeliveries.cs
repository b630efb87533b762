using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Callbacks;

/// <summary>What becomes of deliveries that a receipt has refused: the next template of their chain takes over, where there is one.</summary>
internal sealed class RefusedDeliveries(FallbackWalk fallbacks, IDeliverySignal signal)
{
    /// <summary>Hands one over. Nobody who blocks an account blocks the same openid's other templates less, but other apps may reach them.</summary>
    public async Task HandOverAsync(DeliveryLog delivery, List<DeliveryAttempt> notes, CancellationToken cancellationToken)
    {
        if (delivery.HasFallback)
        {
            await fallbacks.TryAsync(
                delivery, delivery.Attempts, DeliveryReason.NoPermit, new DeliveryError(Code: null, delivery.ErrorMessage ?? "", Rid: null), notes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Wakes the engines of those that wait again, once they are stored.</summary>
    public void Wake(IReadOnlyList<ReceiptOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome is { IsNews: true, Delivery: { Status: DeliveryStatus.Pending } delivery })
            {
                signal.WorkArrived(delivery.AppCredentialId);
            }
        }
    }
}
