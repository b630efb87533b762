namespace WeChatNotifications.Simulator.Clock;

/// <summary>
/// The time the simulated WeChat lives in: the real one plus an offset, or a frozen instant. Tokens, quotas, request ids and
/// message times follow it; latency does not.
/// </summary>
public sealed class SimulatedClock(TimeProvider real) : TimeProvider
{
    private readonly Lock _gate = new();
    private long _offsetTicks;
    private long _frozenTicks;

    /// <summary>Whether the clock stands still.</summary>
    public bool IsFrozen => Volatile.Read(ref _frozenTicks) != 0;

    public override DateTimeOffset GetUtcNow()
    {
        var frozen = Volatile.Read(ref _frozenTicks);
        return frozen != 0 ? new DateTimeOffset(frozen, TimeSpan.Zero) : real.GetUtcNow().AddTicks(Volatile.Read(ref _offsetTicks));
    }

    /// <summary>Milliseconds since 1970: what expiry times are kept in.</summary>
    internal long UnixMilliseconds => GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Moves the time forward, or back with a negative value. A frozen clock stays frozen at the new instant.</summary>
    public void Advance(TimeSpan by)
    {
        lock (_gate)
        {
            if (_frozenTicks != 0)
            {
                Volatile.Write(ref _frozenTicks, _frozenTicks + by.Ticks);
            }
            else
            {
                Volatile.Write(ref _offsetTicks, _offsetTicks + by.Ticks);
            }
        }
    }

    /// <summary>Jumps to an instant, and stands still there when asked.</summary>
    public void Set(DateTimeOffset instant, bool freeze)
    {
        lock (_gate)
        {
            Volatile.Write(ref _offsetTicks, instant.UtcTicks - real.GetUtcNow().UtcTicks);
            Volatile.Write(ref _frozenTicks, freeze ? instant.UtcTicks : 0);
        }
    }

    /// <summary>Lets a frozen clock run on from where it stands.</summary>
    public void Unfreeze()
    {
        lock (_gate)
        {
            if (_frozenTicks != 0)
            {
                Volatile.Write(ref _offsetTicks, _frozenTicks - real.GetUtcNow().UtcTicks);
                Volatile.Write(ref _frozenTicks, 0);
            }
        }
    }

    /// <summary>Back to the real time.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            Volatile.Write(ref _offsetTicks, 0);
            Volatile.Write(ref _frozenTicks, 0);
        }
    }
}
