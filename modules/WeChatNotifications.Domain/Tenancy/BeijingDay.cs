namespace WeChatNotifications.Tenancy;

/// <summary>The day by which WeChat and the module count volumes: Beijing's, which is eight hours ahead of UTC all the year round.</summary>
public static class BeijingDay
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>When the day of a moment began, in UTC; always a full hour.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset moment) => new DateTimeOffset(moment.ToOffset(Offset).Date, Offset).ToUniversalTime();

    /// <summary>When the next day begins, in UTC.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset moment) => StartOf(moment).AddDays(1);
}
