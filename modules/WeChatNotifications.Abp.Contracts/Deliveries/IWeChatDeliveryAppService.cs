using Volo.Abp.Application.Services;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>The log of what became of each message, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IDeliveryAppService"/>, which asks for no permission.</remarks>
public interface IWeChatDeliveryAppService : IDeliveryAppService, IApplicationService;
