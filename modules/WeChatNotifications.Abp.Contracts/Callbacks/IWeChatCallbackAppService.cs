using Volo.Abp.Application.Services;
using WeChatNotifications.Callbacks;

namespace WeChatNotifications.Abp.Callbacks;

/// <summary>How WeChat pushes messages for the tenant's accounts, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IAppCallbackAppService"/>, which asks for no permission.</remarks>
public interface IWeChatCallbackAppService : IAppCallbackAppService, IApplicationService;
