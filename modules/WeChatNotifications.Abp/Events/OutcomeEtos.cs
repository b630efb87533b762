using Volo.Abp.DependencyInjection;
using Volo.Abp.ObjectMapping;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;

namespace WeChatNotifications.Abp.Events;

/// <summary>Outcomes as ABP's distributed events.</summary>
internal sealed class OutcomeEtos(IObjectMapper<WeChatNotificationsAbpModule> mapper) : ISingletonDependency
{
    /// <summary>The distributed event that tells an outcome.</summary>
    public object Of(IOutcomeEvent outcome) => outcome switch
    {
        NotificationSent sent => mapper.Map<NotificationOutcome, WeChatDeliverySentEto>(sent),
        NotificationConfirmed confirmed => mapper.Map<NotificationOutcome, WeChatDeliveryConfirmedEto>(confirmed),
        NotificationRefused refused => mapper.Map<NotificationOutcome, WeChatDeliveryRefusedEto>(refused),
        NotificationFailed { Status: DeliveryStatus.Skipped } skipped => mapper.Map<NotificationOutcome, WeChatDeliverySkippedEto>(skipped),
        NotificationFailed { Status: DeliveryStatus.Unconfirmed } held => mapper.Map<NotificationOutcome, WeChatDeliveryUnconfirmedEto>(held),
        NotificationFailed { Status: DeliveryStatus.Cancelled } cancelled => mapper.Map<NotificationOutcome, WeChatDeliveryCancelledEto>(cancelled),
        NotificationFailed failed => mapper.Map<NotificationOutcome, WeChatDeliveryFailedEto>(failed),
        BroadcastFinished finished => mapper.Map<BroadcastFinished, WeChatBroadcastFinishedEto>(finished),
        AppPaused paused => mapper.Map<AppPaused, WeChatAppPausedEto>(paused),
        AppResumed resumed => mapper.Map<AppResumed, WeChatAppResumedEto>(resumed),
        _ => throw new NotSupportedException($"{outcome.GetType()} has no distributed event."),
    };
}
