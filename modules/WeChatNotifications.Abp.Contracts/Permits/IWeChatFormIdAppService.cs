using Volo.Abp.Application.Services;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Abp.Permits;

/// <summary>Form ids and prepay ids, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IFormIdAppService"/>, which asks for no permission.</remarks>
public interface IWeChatFormIdAppService : IFormIdAppService, IApplicationService;
