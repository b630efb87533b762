using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.Deliveries;

/// <summary>Hands a delivery whose template cannot reach the user to the next one of its chain.</summary>
internal sealed class FallbackWalk(IServiceScopeFactory scopes, TimeProvider timeProvider)
{
    /// <summary>
    /// Lets the first step take over whose app knows the user: under the same openid if it is the same app, else under the one that the
    /// directory ties to it. Steps that do not know the user are passed over, with a note each.
    /// </summary>
    /// <param name="delivery">Being sent, or refused by a receipt; unchanged when no step takes over.</param>
    /// <param name="number">The attempt that failed.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="cause">What WeChat said.</param>
    /// <param name="notes">Takes the rows for the timeline.</param>
    /// <param name="cancellationToken">Cancels the look into the directory.</param>
    /// <returns>Whether a step took over; the delivery then waits, due at once. Wake its (new) app when that is stored.</returns>
    public async Task<bool> TryAsync(
        DeliveryLog delivery, int number, DeliveryReason reason, DeliveryError? cause, List<DeliveryAttempt> notes, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var steps = FallbackStep.FromJson(delivery.Fallbacks);
        var passedOver = new List<DeliveryAttempt>();
        for (var i = 0; i < steps.Count; i++)
        {
            if (await FindAsync(delivery, steps[i], reason, cancellationToken).ConfigureAwait(false) is { } openId)
            {
                notes.Add(DeliveryAttempt.FellBack(delivery, number, cause, now));
                notes.AddRange(passedOver);
                delivery.FallBack(openId, i, now);
                return true;
            }

            // A microsecond apart, so that the timeline keeps their order.
            passedOver.Add(DeliveryAttempt.PassedOver(delivery, steps[i], number, now.AddMicroseconds(i + 1)));
        }

        notes.AddRange(passedOver);
        return false;
    }

    private async Task<string?> FindAsync(DeliveryLog delivery, FallbackStep step, DeliveryReason reason, CancellationToken cancellationToken)
    {
        if (step.AppCredentialId != delivery.AppCredentialId)
        {
            return await scopes.InScopeAsync(s => s.GetRequiredService<IRecipientDirectory>().FindCounterpartAsync(
                delivery.AppCredentialId, delivery.OpenId, delivery.UserId, step.AppCredentialId, cancellationToken)).ConfigureAwait(false);
        }

        // An openid that the app does not know is no better with another of its templates.
        return reason == DeliveryReason.InvalidRecipient ? null : delivery.OpenId;
    }
}
