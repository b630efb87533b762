using Microsoft.Extensions.Logging;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// The claimed deliveries of one app on this node: sends them with bounded concurrency and rate, the most urgent first, never two at once
/// to one user (WeChat's 43108), and stops when the app is paused or WeChat is away.
/// </summary>
internal sealed class AppLane(
    AppCredential app, TenantGate tenant, DeliveryProcessor processor, DeliveryRecorder recorder, BroadcastWatch broadcasts, LaneEvents events, DispatchOptions options,
    TimeProvider timeProvider, ILogger logger, CancellationToken abort)
{
    private readonly Lock _gate = new();
    private readonly ReadyDeliveries _ready = new();

    private readonly SendRate _rate = new(timeProvider, tenant.Rate);
    private readonly LaneBarrier _barrier = new(broadcasts, tenant);
    private readonly TransportCircuit _circuit = new(options, timeProvider);
    private AppCredential _app = app;
    private TaskCompletionSource? _idle;
    private int _workers;

    /// <summary>Workers that wait for the rate's next turn; which delivery each will take is decided then.</summary>
    private int _standing;

    private int _held;
    private int _heldUrgent;
    private bool _stopping;
    private bool _moreWaits;
    private bool _moreUrgentWait;
    private long? _pausedAt;

    /// <summary>Whose app it is.</summary>
    public Guid? TenantId => _app.TenantId;

    /// <summary>When the app's settings were read.</summary>
    public long SettingsReadAt { get; private set; } = timeProvider.GetTimestamp();

    /// <summary>Whether it holds claimed deliveries.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _held > 0;
            }
        }
    }

    /// <summary>Whether nothing is claimed or begun because the app is paused or switched off.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_gate)
            {
                return _pausedAt is not null;
            }
        }
    }

    /// <summary>How many deliveries may be claimed now; 0 for none.</summary>
    public int Room
    {
        get
        {
            lock (_gate)
            {
                if (IsBlocked)
                {
                    return 0;
                }

                if (_circuit.IsProbing)
                {
                    return _held == 0 ? 1 : 0;
                }

                return RoomBeside(_held);
            }
        }
    }

    /// <summary>How many deliveries that overtake mass sends may be claimed now, though the lane may be full of the latter; 0 for none.</summary>
    public int UrgentRoom
    {
        get
        {
            lock (_gate)
            {
                return IsBlocked || _circuit.IsProbing ? 0 : RoomBeside(_heldUrgent);
            }
        }
    }

    private int Concurrency => _app.MaxConcurrency ?? options.ConcurrencyPerApp;

    /// <summary>Enough to keep all workers busy until the next claim; under a rate limit, no more than a few seconds' worth.</summary>
    private int Capacity
    {
        get
        {
            var enough = Math.Max(4 * Concurrency, 16);
            return _rate.PerSecond is { } rate ? Math.Clamp(5 * rate, 1, enough) : enough;
        }
    }

    private bool IsBlocked => _stopping || _pausedAt is not null || _circuit.IsOpen;

    /// <summary>Takes over new settings of the app and of its templates. One that may not send now hands back what it has not begun.</summary>
    public void Update(AppCredential settings, IReadOnlyDictionary<Guid, QuietHours> quietHours)
    {
        lock (_gate)
        {
            _app = settings;
            SettingsReadAt = timeProvider.GetTimestamp();
            if (!settings.IsEnabled || settings.IsPausedAt(timeProvider.GetUtcNow()))
            {
                _pausedAt ??= SettingsReadAt;
            }
        }

        _rate.Limit(settings.SendsPerSecond);
        _barrier.Update(settings, quietHours);
    }

    /// <summary>The database says the app may send; that ends a pause which began before it was asked.</summary>
    public void MaySend(long askedAt)
    {
        lock (_gate)
        {
            if (_pausedAt < askedAt)
            {
                _pausedAt = null;
            }
        }
    }

    /// <summary>Takes over claimed deliveries.</summary>
    /// <param name="claimed">The deliveries.</param>
    /// <param name="moreWaits">Whether the claim was filled, so that there is probably more.</param>
    /// <param name="onlyUrgent">Whether nothing but what overtakes mass sends was asked for.</param>
    public void Add(IReadOnlyList<ClaimedDelivery> claimed, bool moreWaits, bool onlyUrgent = false)
    {
        lock (_gate)
        {
            _moreWaits = onlyUrgent ? _moreWaits : moreWaits;
            _moreUrgentWait = onlyUrgent && moreWaits;
            _held += claimed.Count;
            foreach (var delivery in claimed)
            {
                _heldUrgent += delivery.IsUrgent ? 1 : 0;
                _ready.Add(delivery);
            }

            var wanted = Math.Min(Concurrency, _workers + _ready.Count - _standing);
            for (; _workers < wanted; _workers++)
            {
                // Never cancelled before it begins: it has to hand back what it holds.
                _ = Task.Run(WorkAsync, CancellationToken.None);
            }
        }
    }

    /// <summary>Begins nothing more, hands back what was not begun, and waits for what is in flight.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_workers == 0)
            {
                _idle.SetResult();
            }

            return _idle.Task;
        }
    }

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
            var hasToWait = _rate.IsLimited && !IsBlocked;
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
            await _rate.WaitAsync(abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    /// <returns>Whether the lane is hungry now.</returns>
    private bool Finish(ClaimedDelivery finished)
    {
        _held--;
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
        try
        {
            result = await processor.AttemptAsync(settings, claimed, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
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
