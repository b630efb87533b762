namespace WeChatNotifications.Reliability.Hosts;

/// <summary>
/// The machine's clock, put forward or back. Only the time of day moves, as when a clock is set by hand or by NTP: waits go on as long as
/// they were meant to.
/// </summary>
internal sealed class ShiftedTime(TimeSpan shift) : TimeProvider
{
    private long _shift = shift.Ticks;

    public TimeSpan Shift
    {
        get => new(Volatile.Read(ref _shift));
        set => Volatile.Write(ref _shift, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
