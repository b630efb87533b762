using Volo.Abp.Timing;

namespace WeChatNotifications.Abp.Timing;

/// <summary>The present is what ABP's clock says; timers and timestamps are the machine's.</summary>
internal sealed class ClockTimeProvider(IClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        // ABP's clock gives local time unless its options say UTC, and calls it "unspecified" by default.
        var now = clock.Now;
        return now.Kind == DateTimeKind.Utc ? new DateTimeOffset(now) : new DateTimeOffset(DateTime.SpecifyKind(now, DateTimeKind.Local)).ToUniversalTime();
    }
}
