using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Quotas;

/// <summary>The limits of one way to send.</summary>
internal sealed class SendQuota(long? standardPerDay)
{
    public Quota PerDay { get; } = new(standardPerDay, perMinute: false);

    /// <summary>Unlimited to begin with: WeChat names no figure.</summary>
    public Quota PerMinute { get; } = new(standard: null, perMinute: true);

    /// <returns>0, 45011 or 45009.</returns>
    public int TryTake(DateTimeOffset now)
    {
        if (!PerMinute.TryTake(now))
        {
            return WeChatCodes.MinuteQuota;
        }

        return PerDay.TryTake(now) ? WeChatCodes.Ok : WeChatCodes.DailyQuota;
    }

    public void Change(long? perDay, long? perMinute)
    {
        PerDay.Change(perDay);
        PerMinute.Change(perMinute);
    }
}
