using System.Globalization;
using AutoMapper;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Mapping;

/// <summary>From deliveries to the events that tell of them. Asserted valid at the start: a member that no one fills stops the host.</summary>
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
    }

    private void CreateAcceptedMap<TEto>()
        where TEto : WeChatAcceptedDeliveryEto
        => CreateOutcomeMap<TEto>().ForMember(eto => eto.WeChatMessageId, map => map.MapFrom(delivery => TextOf(delivery.WeChatMessageId)));

    private IMappingExpression<DeliveryLog, TEto> CreateOutcomeMap<TEto>()
        where TEto : WeChatDeliveryEto
        => CreateMap<DeliveryLog, TEto>().ForMember(eto => eto.Template, map => map.MapFrom(delivery => delivery.TemplateName));

    private static string? TextOf(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
