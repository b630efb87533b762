using Volo.Abp.Application.Services;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Abp.Templates;

/// <summary>The templates that the tenant's apps hold at WeChat, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IRemoteTemplateAppService"/>, which asks for no permission.</remarks>
public interface IWeChatRemoteTemplateAppService : IRemoteTemplateAppService, IApplicationService;
