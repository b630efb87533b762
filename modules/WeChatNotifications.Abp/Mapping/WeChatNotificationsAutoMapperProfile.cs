using System.Globalization;
using AutoMapper;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Events;

namespace WeChatNotifications.Abp.Mapping;

/// <summary>From outcomes to the distributed events that tell of them. Asserted valid at the start: a member that no one fills stops the host.</summary>
public sealed class WeChatNotificationsAutoMapperProfile : Profile
{
    /// <summary>Defines the maps.</summary>
    public WeChatNotificationsAutoMapperProfile()
    {
        CreateAcceptedMap<WeChatDeliverySentEto>();
        CreateAcceptedMap<WeChatDeliveryConfirmedEto>();
        CreateAcceptedMap<WeChatDeliveryRefusedEto>();
        CreateOutcomeMap<WeChatDeliveryFailedEto>();
        CreateOutcomeMap<WeChatDeliverySkippedEto>();
        CreateOutcomeMap<WeChatDeliveryUnconfirmedEto>();
        CreateOutcomeMap<WeChatDeliveryCancelledEto>();
        CreateMap<BroadcastFinished, WeChatBroadcastFinishedEto>()
            .ForMember(eto => eto.Id, map => map.MapFrom(outcome => outcome.BroadcastId))
            .ForMember(eto => eto.FinishedAt, map => map.MapFrom(outcome => outcome.At));
        CreateMap<AppPaused, WeChatAppPausedEto>().ForMember(eto => eto.Id, map => map.MapFrom(outcome => outcome.AppCredentialId));
        CreateMap<AppResumed, WeChatAppResumedEto>().ForMember(eto => eto.Id, map => map.MapFrom(outcome => outcome.AppCredentialId));
    }

    private void CreateAcceptedMap<TEto>()
        where TEto : WeChatAcceptedDeliveryEto
        => CreateOutcomeMap<TEto>().ForMember(eto => eto.WeChatMessageId, map => map.MapFrom(outcome => TextOf(outcome.WeChatMessageId)));

    private IMappingExpression<NotificationOutcome, TEto> CreateOutcomeMap<TEto>()
        where TEto : WeChatDeliveryEto
        => CreateMap<NotificationOutcome, TEto>()
            .ForMember(eto => eto.Id, map => map.MapFrom(outcome => outcome.DeliveryId))
            .ForMember(eto => eto.FinishedAt, map => map.MapFrom(outcome => outcome.At));

    private static string? TextOf(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
