using Volo.Abp.Application.Services;
using WeChatNotifications.Credentials;

namespace WeChatNotifications.Abp.Credentials;

/// <summary>Administers the tenant's WeChat accounts, for callers with the permissions: a remote service with API, proxy and audit log.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IAppCredentialAppService"/>, which asks for no permission.</remarks>
public interface IWeChatCredentialAppService : IAppCredentialAppService, IApplicationService;
