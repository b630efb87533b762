namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>The real clock, set forward: timers run as ever, the calendar does not. For waits until midnight.</summary>
internal sealed class ShiftedTimeProvider : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _shift));

    public void Shift(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);
}
