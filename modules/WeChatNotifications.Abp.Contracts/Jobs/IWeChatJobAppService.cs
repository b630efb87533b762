using Volo.Abp.Application.Services;
using WeChatNotifications.Jobs;

namespace WeChatNotifications.Abp.Jobs;

/// <summary>The module's background jobs, for callers of the host's side with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IJobAppService"/>, which asks for no permission.</remarks>
public interface IWeChatJobAppService : IJobAppService, IApplicationService;
