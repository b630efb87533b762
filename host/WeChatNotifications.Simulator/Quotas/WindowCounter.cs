namespace WeChatNotifications.Simulator.Quotas;

/// <summary>Counts within the current minute or day without a lock: the window's number and the count share one 64-bit word.</summary>
internal sealed class WindowCounter
{
    private long _state;

    /// <summary>Counts one more if the limit still allows it. A null limit never refuses.</summary>
    public bool TryTake(uint window, long? limit)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _state);
            var count = (uint)((ulong)seen >> 32) == window ? (uint)seen : 0;
            if (count >= limit)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, (long)(((ulong)window << 32) | (count + 1)), seen) == seen)
            {
                return true;
            }
        }
    }

    public long Used(uint window)
    {
        var seen = Volatile.Read(ref _state);
        return (uint)((ulong)seen >> 32) == window ? (uint)seen : 0;
    }

    public void Reset() => Volatile.Write(ref _state, 0);
}
