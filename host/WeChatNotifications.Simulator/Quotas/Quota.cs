namespace WeChatNotifications.Simulator.Quotas;

/// <summary>One limit with its counter.</summary>
internal sealed class Quota(long? standard, bool perMinute)
{
    private readonly WindowCounter _counter = new();
    private long _limit = standard ?? Unlimited;

    private const long Unlimited = -1;

    public long? Limit => Volatile.Read(ref _limit) is var limit and >= 0 ? limit : null;

    public bool TryTake(DateTimeOffset now) => _counter.TryTake(Window(now), Limit);

    public long Used(DateTimeOffset now) => _counter.Used(Window(now));

    public void Change(long? limit)
    {
        if (limit is { } value)
        {
            Volatile.Write(ref _limit, Math.Max(value, Unlimited));
        }
    }

    public void ResetUse() => _counter.Reset();

    private uint Window(DateTimeOffset now) => perMinute ? QuotaWindows.Minute(now) : QuotaWindows.Day(now);
}
