using Microsoft.Extensions.Logging;
using WeChatNotifications.Credentials;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// The claimed deliveries of one app on this node: sends them with bounded concurrency and rate, never two at once to one user
/// (WeChat's 43108), and stops when the app is paused or WeChat is away.
/// </summary>
internal sealed class AppLane(
    AppCredential app, TenantGate tenant, DeliveryProcessor processor, DeliveryRecorder recorder, LaneEvents events, DispatchOptions options, TimeProvider timeProvider, ILogger logger,
    CancellationToken abort)
{
    private readonly Lock _gate = new();
    private readonly Queue<ClaimedDelivery> _ready = new();

    /// <summary>Users with a message in flight, and what waits for each of them.</summary>
    private readonly Dictionary<string, Queue<ClaimedDelivery>?> _busy = new(StringComparer.Ordinal);

    private readonly SendRate _rate = new(timeProvider, tenant.Rate);
    private readonly TransportCircuit _circuit = new(options, timeProvider);
    private AppCredential _app = app;
    private TaskCompletionSource? _idle;
    private int _workers;
    private int _held;
    private bool _stopping;
    private bool _moreWaits;
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
                if (_stopping || _pausedAt is not null || _circuit.IsOpen)
                {
                    return 0;
                }

                if (_circuit.IsProbing)
                {
                    return _held == 0 ? 1 : 0;
                }

                return _held <= Capacity / 2 ? Math.Min(options.ClaimBatch, Capacity - _held) : 0;
            }
        }
    }

    /// <summary>The app's own limit or its tenant's, whichever is less.</summary>
    private int? SendsPerSecond => _app.SendsPerSecond is { } own && tenant.SendsPerSecond is { } common ? Math.Min(own, common) : _app.SendsPerSecond ?? tenant.SendsPerSecond;

    private int Concurrency => _app.MaxConcurrency ?? options.ConcurrencyPerApp;

    /// <summary>Enough to keep all workers busy until the next claim; under a rate limit, no more than a few seconds' worth.</summary>
    private int Capacity
    {
        get
        {
            var enough = Math.Max(4 * Concurrency, 16);
            return SendsPerSecond is { } rate ? Math.Clamp(5 * rate, 1, enough) : enough;
        }
    }

    /// <summary>Takes over new settings of the app. One that may not send now hands back what it has not begun.</summary>
    public void Update(AppCredential settings)
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
    public void Add(IReadOnlyList<ClaimedDelivery> claimed, bool moreWaits)
    {
        lock (_gate)
        {
            _moreWaits = moreWaits;
            _held += claimed.Count;
            foreach (var delivery in claimed)
            {
                _ready.Enqueue(delivery);
            }

            var wanted = Math.Min(Concurrency, _workers + _ready.Count);
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
        while (TakeNext(last) is { } next)
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

    private ClaimedDelivery? TakeNext(ClaimedDelivery? finished)
    {
        var wakeDispatcher = false;
        ClaimedDelivery? next = null;
        lock (_gate)
        {
            if (finished is not null)
            {
                _held--;
                wakeDispatcher = _moreWaits && _held == Capacity / 2;
                next = NextOfSameUser(finished.OpenId);
            }

            while (next is null && _ready.TryDequeue(out var candidate))
            {
                if (_busy.TryAdd(candidate.OpenId, null))
                {
                    next = candidate;
                }
                else
                {
                    (_busy[candidate.OpenId] ??= new()).Enqueue(candidate);
                }
            }

            if (next is null)
            {
                _workers--;
                wakeDispatcher |= _moreWaits && _held == 0;
                if (_workers == 0)
                {
                    _idle?.TrySetResult();
                }
            }
        }

        if (wakeDispatcher)
        {
            events.Hungry(_app.Id);
        }

        return next;
    }

    private ClaimedDelivery? NextOfSameUser(string openId)
    {
        if (_busy[openId] is { } waiting && waiting.TryDequeue(out var next))
        {
            return next;
        }

        _busy.Remove(openId);
        return null;
    }

    private async Task HandleAsync(ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        if (!IsBlocked)
        {
            await _rate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var delivery = claimed.Delivery;
        var now = timeProvider.GetUtcNow();
        if (!claimed.Batch.Holds(options.LeaseMargin))
        {
            LetGo(claimed);
            return;
        }

        if (IsBlocked)
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

        if (!tenant.TryTake(now, out var day))
        {
            delivery.PutOff(day, DeliveryReason.TenantQuota);
            recorder.Record(claimed);
            return;
        }

        try
        {
            await AttemptAsync(claimed, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (delivery.Status != DeliveryStatus.Sent)
            {
                tenant.GiveBack(day);
            }
        }
    }

    private async Task AttemptAsync(ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        var delivery = claimed.Delivery;
        var number = delivery.Attempts;
        var settings = _app;
        var result = await processor.AttemptAsync(settings, claimed, cancellationToken).ConfigureAwait(false);
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

    private bool IsBlocked
    {
        get
        {
            lock (_gate)
            {
                return _stopping || _pausedAt is not null || _circuit.IsOpen;
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
