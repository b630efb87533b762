using Microsoft.Extensions.Logging;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// What may keep a claimed delivery from leaving though its app may send: its broadcast was paused or cancelled, its template has quiet
/// hours, or its tenant has used up the volume of the day. Asked right before the call, behind every wait.
/// </summary>
internal sealed class LaneBarrier(BroadcastWatch broadcasts, TenantGate tenant, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>For how long a worker waits for the turn of a broadcast with a rate; what has to wait longer goes back to the queue.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private static readonly DeliveryError TooLateToRepeat = new(
        Code: null, "An earlier call had no answer, and WeChat would not recognize a repeat of it after the time for which it has to wait now.", Rid: null);

    private Rules _rules = new(UnconfirmedPolicy.Retry, TimeZoneInfo.Utc, null);

    /// <summary>Takes over new settings of the app and of its templates.</summary>
    public void Update(AppCredential app, IReadOnlyDictionary<Guid, QuietHours> quietHours) => Volatile.Write(
        ref _rules, new Rules(app.UnconfirmedPolicy, TimeZoneInfo.FindSystemTimeZoneById(app.TimeZone), quietHours.Count > 0 ? quietHours : null));

    /// <summary>Whether a delivery must not leave now; then it has its new state. One that may leave has taken its part of the tenant's volume: tell its end to <see cref="Ended"/>.</summary>
    public async ValueTask<bool> StopsAsync(DeliveryLog delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rules = Volatile.Read(ref _rules);
        if (delivery.BroadcastId is { } broadcast && await StopsBroadcastAsync(delivery, broadcast, rules, now, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (rules.QuietHours?.GetValueOrDefault(delivery.MessageTemplateId)?.EndOf(now, rules.TimeZone) is { } end)
        {
            PutOff(delivery, end, DeliveryReason.QuietHours, rules, now);
            return true;
        }

        return await StopsTenantAsync(delivery, rules, now, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> StopsTenantAsync(DeliveryLog delivery, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            if (await tenant.TakeAsync(now, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody knows what is left of the day's volume while the database is away.
            DeliveryEngineLog.Fault(logger, "asking for a tenant's volume", exception);
            delivery.Release(delivery.Reason, error: null);
            return true;
        }

        PutOff(delivery, BeijingDay.EndOf(now), DeliveryReason.TenantQuota, rules, now);
        return true;
    }

    private async ValueTask<bool> StopsBroadcastAsync(DeliveryLog delivery, Guid broadcast, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var word = await broadcasts.AskAsync(broadcast, cancellationToken).ConfigureAwait(false);
        if (word == BroadcastWord.Go && broadcasts.Reserve(broadcast, LongestTurn) is var turn && turn > TimeSpan.Zero)
        {
            if (turn > LongestTurn)
            {
                PutOff(delivery, now + turn, DeliveryReason.None, rules, now);
                return true;
            }

            // Asked again behind the wait, so that nothing leaves on an answer that has grown old meanwhile.
            await Task.Delay(turn, timeProvider, cancellationToken).ConfigureAwait(false);
            word = await broadcasts.AskAsync(broadcast, cancellationToken).ConfigureAwait(false);
        }

        switch (word)
        {
            case BroadcastWord.Hold:
                PutOff(delivery, DeliveryLimits.Held, DeliveryReason.BroadcastPaused, rules, now);
                return true;
            case BroadcastWord.Cancel:
                delivery.CancelWithBroadcast(now);
                return true;
            case BroadcastWord.Unknown:
                delivery.Release(delivery.Reason, error: null);
                return true;
            default:
                return false;
        }
    }

    /// <summary>An attempt is over: what WeChat did not take does not count to the tenant's volume.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="begun">The moment for which it was let through.</param>
    public void Ended(DeliveryLog delivery, DateTimeOffset begun)
    {
        if (delivery.Status != DeliveryStatus.Sent)
        {
            tenant.GiveBack(BeijingDay.StartOf(begun));
        }
    }

    /// <summary>Puts a delivery back until later, unless a repeat that is safe for minutes only would come too late then: a person decides about it.</summary>
    private static void PutOff(DeliveryLog delivery, DateTimeOffset until, DeliveryReason reason, Rules rules, DateTimeOffset now)
    {
        if (rules.Unconfirmed == UnconfirmedPolicy.Hold
            && delivery is { Reason: DeliveryReason.OutcomeUnknown, Channel: MessageChannel.OfficialAccountTemplateMessage })
        {
            delivery.Hold(TooLateToRepeat, now);
        }
        else
        {
            // What expires meanwhile is skipped when it expires, not when the wait is over.
            delivery.PutOff(delivery.ExpiresAt < until && reason != DeliveryReason.BroadcastPaused ? delivery.ExpiresAt.Value : until, reason);
        }
    }

    private sealed record Rules(UnconfirmedPolicy Unconfirmed, TimeZoneInfo TimeZone, IReadOnlyDictionary<Guid, QuietHours>? QuietHours);
}
