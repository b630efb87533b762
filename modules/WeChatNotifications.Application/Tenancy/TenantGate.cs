using Microsoft.Extensions.Logging;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Tenancy;

/// <summary>
/// What one tenant may send, all nodes together: a rate that all its apps share, and the day's volume, of which this node takes some messages
/// at a time and gives back what it does not need.
/// </summary>
internal sealed class TenantGate(Guid? tenantId, IRateLedger rates, IVolumeLedger volumes, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>Most messages that are taken at once.</summary>
    private const int MaxBlock = 100;

    /// <summary>For how long it is believed that the day's volume is used up.</summary>
    private static readonly TimeSpan RefusalFreshness = TimeSpan.FromSeconds(1);

    /// <summary>For how long a message is kept for which there is no delivery.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private readonly Turnstile _asking = new();
    private readonly Lock _gate = new();
    private int? _dailyVolume;
    private DateTimeOffset _day;
    private int _left;
    private int _lastBlock;
    private long _usedAt;
    private long? _refusedAt;

    /// <summary>The rate that the tenant's apps share on all nodes.</summary>
    public SharedRate Rate { get; } = new(new RateKey(RateScope.Tenant, tenantId ?? Guid.Empty), rates, timeProvider, logger);

    /// <summary>When the limits were read; null before the first time.</summary>
    public long? ReadAt { get; private set; }

    /// <summary>Has the limits read again before the next claim.</summary>
    public void Outdate() => ReadAt = null;

    /// <summary>Takes over what was read; null for no limits.</summary>
    public void Update(TenantSettings? settings)
    {
        lock (_gate)
        {
            _refusedAt = settings?.DailyVolume == _dailyVolume ? _refusedAt : null;
            _dailyVolume = settings?.DailyVolume;
        }

        Rate.Limit(settings?.SendsPerSecond);
        ReadAt = timeProvider.GetTimestamp();
    }

    /// <summary>Takes one message out of the day's volume; give it back by <see cref="GiveBack"/> when WeChat did not accept it.</summary>
    /// <returns>Whether there was one left.</returns>
    public async ValueTask<bool> TakeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var day = BeijingDay.StartOf(now);
        if (TryTakeOwn(day) is { } known)
        {
            return known;
        }

        await _asking.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                if (TryTakeOwn(day) is { } taken)
                {
                    return taken;
                }

                await RefillAsync(day, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _asking.Leave();
        }
    }

    /// <summary>Puts one message back.</summary>
    /// <param name="day">The day it was taken from.</param>
    public void GiveBack(DateTimeOffset day)
    {
        lock (_gate)
        {
            if (day == _day && _dailyVolume is not null)
            {
                _left++;
                _refusedAt = null;
            }
        }
    }

    /// <summary>Gives back to all nodes what was taken and is not used.</summary>
    /// <param name="atOnce">Also what was taken a moment ago: this node stops.</param>
    /// <param name="cancellationToken">Cancels the statement; then it is lost for the day.</param>
    public async Task ReturnIdleAsync(bool atOnce, CancellationToken cancellationToken)
    {
        int idle;
        DateTimeOffset day;
        lock (_gate)
        {
            if (_left == 0 || (!atOnce && timeProvider.GetElapsedTime(_usedAt) < Idle))
            {
                return;
            }

            (idle, _left, _lastBlock, day) = (_left, 0, 0, _day);
        }

        await volumes.GiveBackAsync(tenantId, day, idle, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes one of those that this node has; null when it has none and has to ask.</summary>
    private bool? TryTakeOwn(DateTimeOffset day)
    {
        lock (_gate)
        {
            if (_dailyVolume is null)
            {
                return true;
            }

            if (day > _day)
            {
                (_day, _left, _lastBlock, _refusedAt) = (day, 0, 0, null);
            }

            if (_left > 0)
            {
                (_left, _usedAt) = (_left - 1, timeProvider.GetTimestamp());
                return true;
            }

            return _refusedAt is { } at && timeProvider.GetElapsedTime(at) < RefusalFreshness ? false : null;
        }
    }

    private async Task RefillAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        int limit, wanted;
        lock (_gate)
        {
            if (_dailyVolume is not { } volume)
            {
                return;
            }

            // Few where there are few: what one node keeps, another one lacks at the end of the day's volume.
            (limit, wanted) = (volume, Math.Clamp(2 * _lastBlock, 1, Math.Min(MaxBlock, 1 + (volume / 100))));
        }

        var granted = await volumes.TakeAsync(tenantId, day, wanted, limit, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            if (day == _day)
            {
                (_left, _lastBlock, _usedAt) = (_left + granted, granted, timeProvider.GetTimestamp());
                _refusedAt = granted == 0 ? timeProvider.GetTimestamp() : null;
            }
        }
    }
}
