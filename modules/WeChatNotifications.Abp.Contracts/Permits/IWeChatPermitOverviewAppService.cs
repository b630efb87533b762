using Volo.Abp.Application.Services;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Abp.Permits;

/// <summary>What the users of an app allow, as a whole, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IPermitOverviewAppService"/>, which asks for no permission.</remarks>
public interface IWeChatPermitOverviewAppService : IPermitOverviewAppService, IApplicationService;
