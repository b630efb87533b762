using Volo.Abp.DependencyInjection;
using Volo.Abp.ObjectMapping;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Events;

/// <summary>The event that tells of a delivery.</summary>
internal sealed class OutcomeEvents(IObjectMapper<WeChatNotificationsAbpModule> mapper) : ISingletonDependency
{
    /// <summary>The event of the delivery's present state; null while it waits or is being sent, as one does that has fallen back to its next template.</summary>
    public WeChatDeliveryEto? Of(DeliveryLog delivery) => delivery.Status switch
    {
        DeliveryStatus.Sent => mapper.Map<DeliveryLog, WeChatDeliverySentEto>(delivery),
        DeliveryStatus.Confirmed => mapper.Map<DeliveryLog, WeChatDeliveryConfirmedEto>(delivery),
        DeliveryStatus.Refused => mapper.Map<DeliveryLog, WeChatDeliveryRefusedEto>(delivery),
        DeliveryStatus.Failed => mapper.Map<DeliveryLog, WeChatDeliveryFailedEto>(delivery),
        DeliveryStatus.Skipped => mapper.Map<DeliveryLog, WeChatDeliverySkippedEto>(delivery),
        DeliveryStatus.Unconfirmed => mapper.Map<DeliveryLog, WeChatDeliveryUnconfirmedEto>(delivery),
        DeliveryStatus.Cancelled => mapper.Map<DeliveryLog, WeChatDeliveryCancelledEto>(delivery),
        _ => null,
    };
}
