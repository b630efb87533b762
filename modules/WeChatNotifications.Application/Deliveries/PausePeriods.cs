using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Deliveries;

/// <summary>When the pauses of the error catalogue end.</summary>
internal static class PausePeriods
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>When a pause that begins now ends; null when only a person ends it.</summary>
    public static DateTimeOffset? EndOf(PausePeriod period, DateTimeOffset now)
    {
        DateTimeOffset? until = period switch
        {
            PausePeriod.UntilNextMinute => new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1),
            PausePeriod.UntilBeijingMidnight => new DateTimeOffset(now.ToOffset(Beijing).Date.AddDays(1), Beijing),
            PausePeriod.TenMinutes => now.AddMinutes(10),
            PausePeriod.OneHour => now.AddHours(1),
            PausePeriod.OneDay => now.AddDays(1),
            _ => null,
        };
        return until?.ToUniversalTime();
    }
}
