namespace WeChatNotifications.Simulator.Quotas;

/// <summary>Numbers minutes and days. A day begins at midnight in Beijing, which has had no summer time since 1991.</summary>
internal static class QuotaWindows
{
    private const long BeijingOffset = 8 * 3600;

    public static uint Minute(DateTimeOffset now) => (uint)(now.ToUnixTimeSeconds() / 60);

    public static uint Day(DateTimeOffset now) => (uint)((now.ToUnixTimeSeconds() + BeijingOffset) / 86_400);
}
