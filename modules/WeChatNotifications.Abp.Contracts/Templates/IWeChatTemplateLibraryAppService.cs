using Volo.Abp.Application.Services;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Abp.Templates;

/// <summary>WeChat's public library of templates, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="ITemplateLibraryAppService"/>, which asks for no permission.</remarks>
public interface IWeChatTemplateLibraryAppService : ITemplateLibraryAppService, IApplicationService;
