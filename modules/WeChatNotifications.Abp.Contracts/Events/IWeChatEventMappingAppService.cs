using Volo.Abp.Application.Services;
using WeChatNotifications.Events;

namespace WeChatNotifications.Abp.Events;

/// <summary>Which messages the host's events cause for the tenant, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IEventMappingAppService"/>, which asks for no permission.</remarks>
public interface IWeChatEventMappingAppService : IEventMappingAppService, IApplicationService;
