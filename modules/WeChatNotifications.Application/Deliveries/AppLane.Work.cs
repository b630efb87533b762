using WeChatNotifications.Credentials;

namespace WeChatNotifications.Deliveries;

/// <summary>What the workers of a lane do.</summary>
internal sealed partial class AppLane
{
    /// <summary>One of up to <see cref="Concurrency"/> loops; it ends when there is nothing to do.</summary>
    private async Task WorkAsync()
    {
        ClaimedDelivery? last = null;
        while (await NextAsync(last).ConfigureAwait(false) is { } next)
        {
            last = next;
            try
            {
                await HandleAsync(next, abort).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // Whether it was sent is unknown; the lease decides.
                if (!abort.IsCancellationRequested)
                {
                    DeliveryEngineLog.DeliveryFault(logger, next.Delivery.Id, exception);
                }

                next.Batch.Closed();
            }
        }
    }

    /// <summary>
    /// The most urgent delivery, or null when the worker is to end. Under a rate limit the turn comes first and the choice then, so that
    /// what is urgent waits for one turn and not for those of everything before it.
    /// </summary>
    private async ValueTask<ClaimedDelivery?> NextAsync(ClaimedDelivery? finished)
    {
        ClaimedDelivery? next = null;
        bool wakeDispatcher, stands;
        lock (_gate)
        {
            wakeDispatcher = finished is not null && Finish(finished);
            var hasToWait = Rate is not null && !IsBlocked;
            stands = hasToWait && _ready.Count > _standing;
            _standing += stands ? 1 : 0;
            if (!stands)
            {
                next = hasToWait ? null : _ready.Take();
                wakeDispatcher |= next is null && Retire();
            }
        }

        if (stands)
        {
            await WaitForTurnAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_gate)
            {
                _standing--;
                next = _ready.Take();
                wakeDispatcher |= next is null && Retire();
            }
        }

        if (wakeDispatcher)
        {
            events.Hungry(_app.Id);
        }

        return next;
    }

    /// <summary>The app's turn first: what waits for the tenant's takes no turns from the tenant's other apps.</summary>
    private async Task WaitForTurnAsync()
    {
        bool isBlocked;
        int need;
        do
        {
            lock (_gate)
            {
                (isBlocked, need) = (IsBlocked, _ready.Count);
            }
        }
        while (!isBlocked
            && !(await _rate.WaitAsync(need, abort).ConfigureAwait(false) && await tenant.Rate.WaitAsync(need, abort).ConfigureAwait(false)));
    }

    /// <returns>Whether the lane is hungry now.</returns>
    private bool Finish(ClaimedDelivery finished)
    {
        _held--;
        activity.Held(-1);
        activity.Apps(_held == 0 ? -1 : 0);
        _heldUrgent -= finished.IsUrgent ? 1 : 0;
        _ready.Finished(finished);
        return (_moreWaits && _held == Capacity / 2) || (_moreUrgentWait && finished.IsUrgent && _heldUrgent == Capacity / 2);
    }

    /// <returns>Whether the lane is hungry now.</returns>
    private bool Retire()
    {
        _workers--;
        if (_workers == 0)
        {
            _idle?.TrySetResult();
        }

        return _moreWaits && _held == 0;
    }

    private int RoomBeside(int held) => held <= Capacity / 2 ? Math.Min(options.ClaimBatch, Capacity - held) : 0;

    private async Task HandleAsync(ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        var delivery = claimed.Delivery;
        var now = timeProvider.GetUtcNow();
        if (!claimed.Batch.Holds(options.LeaseMargin))
        {
            LetGo(claimed);
            return;
        }

        if (MustNotBegin)
        {
            // That an earlier call had no answer is not forgotten: it decides what may be repeated.
            delivery.Release(IsPaused && delivery.Reason != DeliveryReason.OutcomeUnknown ? DeliveryReason.AppPaused : delivery.Reason, error: null);
            events.Released();
            recorder.Record(claimed);
            return;
        }

        if (delivery.IsExpiredAt(now))
        {
            delivery.Skip(DeliveryReason.Expired, error: null, now);
            recorder.Record(claimed);
            return;
        }

        if (await _barrier.StopsAsync(delivery, now, cancellationToken).ConfigureAwait(false))
        {
            recorder.Record(claimed);
            return;
        }

        var number = delivery.Attempts;
        var settings = _app;
        AttemptResult result;
        activity.Begins();
        try
        {
            result = await processor.AttemptAsync(settings, claimed, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            activity.Ends();
            _barrier.Ended(delivery, now);
        }

        if (result.Decision.FollowUp == FollowUp.LeaseLapsed)
        {
            LetGo(claimed);
            return;
        }

        IReadOnlyList<DeliveryAttempt> attempts = result.FellBack || delivery.Status == DeliveryStatus.Sent
            ? result.Notes
            : [.. result.Notes, DeliveryAttempt.Of(delivery, number, timeProvider.GetUtcNow().AddMicroseconds(result.Notes.Count))];
        await FollowUpAsync(settings, result.Decision).ConfigureAwait(false);
        recorder.Record(claimed, attempts, result);
    }

    /// <summary>Neither sent nor released: after a long sleep the row may be somebody else's.</summary>
    private void LetGo(ClaimedDelivery claimed)
    {
        claimed.Batch.Closed();
        events.LeaseLapsed();
    }

    private bool MustNotBegin
    {
        get
        {
            lock (_gate)
            {
                return IsBlocked;
            }
        }
    }

    private async Task FollowUpAsync(AppCredential app, OutcomeDecision decision)
    {
        if (decision.FollowUp == FollowUp.NotAsked)
        {
            return;
        }

        if (decision.FollowUp == FollowUp.TransportFailure)
        {
            if (_circuit.Failed() is { } wait)
            {
                DeliveryEngineLog.CircuitOpened(logger, app.AppId, wait);
            }

            return;
        }

        if (_circuit.Answered())
        {
            DeliveryEngineLog.CircuitClosed(logger, app.AppId);
            events.Hungry(app.Id);
        }

        if (decision.Pause is { } pause)
        {
            bool first;
            lock (_gate)
            {
                // What the old secret met says nothing about the new one.
                first = _pausedAt is null && app.SecretVersion == _app.SecretVersion;
                _pausedAt = first ? long.MaxValue : _pausedAt;
            }

            if (first)
            {
                await events.PauseAsync(app, pause).ConfigureAwait(false);
                lock (_gate)
                {
                    // From now on the database knows, and its word counts again.
                    _pausedAt = timeProvider.GetTimestamp();
                }
            }
        }
    }
}
