namespace WeChatNotifications.Broadcasts;

/// <summary>Gives every message of a broadcast with a rate its own moment, over all nodes and slices.</summary>
internal sealed class RateSlots
{
    private readonly DateTimeOffset _first;
    private readonly int? _perSecond;
    private long _given;

    /// <summary>Goes on where the slice before ended, but never in the past: what was not sent in time is not sent all at once.</summary>
    public RateSlots(DateTimeOffset? next, int? perSecond, DateTimeOffset now)
        => (_first, _perSecond) = (next > now ? next.Value : now, perSecond);

    /// <summary>When the next slice's first message may go; null without a rate.</summary>
    public DateTimeOffset? End => _perSecond is null ? null : At(_given);

    /// <summary>When the next message may go.</summary>
    public DateTimeOffset Next() => _perSecond is null ? _first : At(_given++);

    private DateTimeOffset At(long place) => _first.AddTicks(place * TimeSpan.TicksPerSecond / _perSecond!.Value);
}
