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
internal sealed partial class AppLane(
    AppCredential app, TenantGate tenant, DeliveryProcessor processor, DeliveryRecorder recorder, BroadcastWatch broadcasts, LaneEvents events, DispatchOptions options,
    TimeProvider timeProvider, ILogger logger, CancellationToken abort)
{
    private readonly Lock _gate = new();
    private readonly ReadyDeliveries _ready = new(options.NewestTransactionalFirst);

    private readonly SendRate _rate = new(timeProvider, tenant.Rate);
    private readonly LaneBarrier _barrier = new(broadcasts, tenant, timeProvider);
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
}
