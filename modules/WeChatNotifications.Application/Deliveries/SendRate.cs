namespace WeChatNotifications.Deliveries;

/// <summary>
/// Spaces the messages of one broadcast evenly on this node (generic cell rate algorithm): a limit of 10 a second lets one through every
/// 100 ms, and up to a tenth of a second's worth at once after a rest.
/// </summary>
/// <param name="timeProvider">The clock.</param>
internal sealed class SendRate(TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private int? _perSecond;
    private long _nextFree;

    /// <summary>Messages a second; null for no limit.</summary>
    public void Limit(int? perSecond)
    {
        lock (_gate)
        {
            _perSecond = perSecond;
        }
    }

    /// <summary>Takes the next turn and says how far away it is.</summary>
    internal TimeSpan Reserve() => Reserve(TimeSpan.MaxValue);

    /// <summary>Says how far away the next turn is, and takes it if it is no farther than that.</summary>
    internal TimeSpan Reserve(TimeSpan atMost)
    {
        lock (_gate)
        {
            if (_perSecond is not { } limit)
            {
                return TimeSpan.Zero;
            }

            var now = timeProvider.GetTimestamp();
            var interval = Math.Max(1, timeProvider.TimestampFrequency / limit);
            var burst = timeProvider.TimestampFrequency / 10;
            var turn = Math.Max(_nextFree, now - burst);
            var wait = turn <= now ? TimeSpan.Zero : timeProvider.GetElapsedTime(now, turn);
            _nextFree = wait <= atMost ? turn + interval : _nextFree;
            return wait;
        }
    }
}
