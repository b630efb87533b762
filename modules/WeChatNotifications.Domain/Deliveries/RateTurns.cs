namespace WeChatNotifications.Deliveries;

/// <summary>The row behind one limit of an <see cref="IRateLedger"/>. It belongs to the module as a whole; the id tells whose it is.</summary>
public sealed class RateTurns
{
    /// <summary>How far in the past a moment may be that is still given: so much may leave at once after a rest.</summary>
    public static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How far in the future the next moment may be. Nodes take half a second's worth at a time, so one that is farther away comes from a
    /// clock that was wrong, and counts no more.
    /// </summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromMinutes(2);

    private RateTurns()
    {
    }

    /// <summary>A limit of which nothing was taken yet.</summary>
    public RateTurns(RateKey key, DateTimeOffset next) => (Scope, OwnerId, NextAt) = (key.Scope, key.Id, next);

    /// <summary>What the limit is about.</summary>
    public RateScope Scope { get; private set; }

    /// <summary>The app or the tenant.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>The next moment that is free.</summary>
    public DateTimeOffset NextAt { get; private set; }

    /// <summary>The first moment that is given now.</summary>
    public DateTimeOffset FirstAt(DateTimeOffset now) => NextAt > now + Horizon || NextAt < now - Burst ? now - Burst : NextAt;

    /// <summary>How long a number of moments lasts.</summary>
    public static TimeSpan Duration(int perSecond, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perSecond, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

        // Rounded up to what databases keep: a row that moves too little gives a moment twice.
        var microseconds = Math.Ceiling(count * 1_000_000m / perSecond);
        return TimeSpan.FromMicroseconds((double)microseconds);
    }
}
