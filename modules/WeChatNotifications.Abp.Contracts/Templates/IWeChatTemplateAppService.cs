using Volo.Abp.Application.Services;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Abp.Templates;

/// <summary>Administers the tenant's message templates, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IMessageTemplateAppService"/>, which asks for no permission.</remarks>
public interface IWeChatTemplateAppService : IMessageTemplateAppService, IApplicationService;
