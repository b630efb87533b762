using Volo.Abp.Application.Services;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Abp.Permits;

/// <summary>The ledger of what users allow, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="ISubscriptionGrantAppService"/>, which asks for no permission.</remarks>
public interface IWeChatGrantAppService : ISubscriptionGrantAppService, IApplicationService;
