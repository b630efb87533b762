using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>What has become of a broadcast's messages.</summary>
/// <param name="Broadcast">The broadcast.</param>
/// <param name="Channel">The template's channel: some of WeChat's codes mean another thing for each.</param>
public sealed record BroadcastFigures(BroadcastDto Broadcast, MessageChannel Channel)
{
    /// <summary>Each state with how many messages stand in it, in the order in which messages go through them.</summary>
    public IReadOnlyList<(DeliveryStatus Status, long Count)> Counters { get; } =
    [
        (DeliveryStatus.Pending, Broadcast.Waiting),
        (DeliveryStatus.Sending, Broadcast.Sending),
        (DeliveryStatus.Sent, Broadcast.Sent),
        (DeliveryStatus.Confirmed, Broadcast.Confirmed),
        (DeliveryStatus.Refused, Broadcast.Refused),
        (DeliveryStatus.Failed, Broadcast.Failed),
        (DeliveryStatus.Skipped, Broadcast.Skipped),
        (DeliveryStatus.Unconfirmed, Broadcast.Unconfirmed),
        (DeliveryStatus.Cancelled, Broadcast.Cancelled),
    ];
}
