namespace WeChatNotifications.Statistics;

/// <summary>How many messages WeChat accepted in one minute, as the fold of tallies saw them: some seconds late, and forgotten after some hours.</summary>
public sealed class DeliveryPace : Entity
{
    private DeliveryPace()
    {
    }

    private DeliveryPace(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>Begin of the minute (UTC).</summary>
    public DateTimeOffset Minute { get; private set; }

    /// <summary>How many.</summary>
    public long Sent { get; private set; }

    /// <summary>Begins a minute.</summary>
    public static DeliveryPace Of(Guid? tenantId, DateTimeOffset now, long sent) => new(NewId(now), tenantId) { Minute = MinuteOf(now), Sent = sent };

    /// <summary>Begin of the minute (UTC) of a moment.</summary>
    public static DateTimeOffset MinuteOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
