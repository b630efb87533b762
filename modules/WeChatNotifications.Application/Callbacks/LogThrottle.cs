namespace WeChatNotifications.Callbacks;

/// <summary>Lets a log line through once a minute at most: what strangers or WeChat can cause at will must not fill the log.</summary>
internal sealed class LogThrottle(TimeProvider timeProvider)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _last = -1;

    /// <summary>Whether it is time for another line.</summary>
    public bool IsOpen()
    {
        var last = Interlocked.Read(ref _last);
        var now = timeProvider.GetTimestamp();
        return (last < 0 || timeProvider.GetElapsedTime(last, now) >= Interval) && Interlocked.CompareExchange(ref _last, now, last) == last;
    }
}
